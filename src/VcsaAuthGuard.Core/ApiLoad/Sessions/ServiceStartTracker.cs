using VcsaAuthGuard.ApiLoad.Entries;

namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Tells the starts of vpxd among its section lines: every rotated log begins with one, which is no start.</summary>
internal sealed class ServiceStartTracker
{
    private string? _pid;

    /// <summary>
    /// Returns the time of the start that a section line reports: the time it names, or its own time where its process id differs from the
    /// last one. Returns null for the head of a rotated log that names no time.
    /// </summary>
    public DateTimeOffset? Find(ServiceStart section)
    {
        bool isOtherProcess = _pid is not null && section.Pid is not null && _pid != section.Pid;
        _pid = section.Pid ?? _pid;
        return section.Started ?? (isOtherProcess ? section.Logged : null);
    }
}
