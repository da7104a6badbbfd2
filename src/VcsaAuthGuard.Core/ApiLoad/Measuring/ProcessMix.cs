using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.ApiLoad.Measuring;

/// <summary>Recognizes logs of several vCenter Servers in one file: two processes of vpxd whose section lines alternate in time.</summary>
internal sealed class ProcessMix
{
    private const int MaxProcesses = 10_000;

    private readonly Dictionary<(string Source, string? Server, string Process), (DateTimeOffset First, DateTimeOffset Last)> _seen = [];
    private readonly HashSet<string> _told = [];

    /// <summary>Adds a record and warns where it is a section line that shows several vCenter Servers in one file.</summary>
    public void Check(ILogRecord record, LogReadReport report)
    {
        if (record is ServiceStart section && Add(section) is string warning)
        {
            report.Warn(warning);
        }
    }

    /// <summary>Adds a section line.</summary>
    /// <returns>A warning, once for each file; null if nothing contradicts.</returns>
    private string? Add(ServiceStart section)
    {
        if (section.Pid is null || _told.Contains(section.Source) || _seen.Count > MaxProcesses)
        {
            return null;
        }

        string process = FormattableString.Invariant($"{section.Pid}, version {section.Version}");
        (string, string?, string) key = (section.Source, section.Server, process);
        (DateTimeOffset First, DateTimeOffset Last) span = _seen.TryGetValue(key, out (DateTimeOffset First, DateTimeOffset Last) known)
            ? (section.Logged < known.First ? section.Logged : known.First, section.Logged > known.Last ? section.Logged : known.Last)
            : (section.Logged, section.Logged);
        _seen[key] = span;
        string? other = _seen
            .Where(item => item.Key.Source == section.Source && item.Key.Server == section.Server && item.Key.Process != process)
            .Where(item => item.Value.First < span.Last && span.First < item.Value.Last)
            .Select(item => item.Key.Process)
            .FirstOrDefault();
        if (other is null)
        {
            return null;
        }

        _told.Add(section.Source);
        return $"Logs of more than one vCenter Server seem to be mixed: {section.Source} has lines of process {other}, and of process "
            + $"{process}, at the same time. Separate them, for their figures are put together.";
    }
}
