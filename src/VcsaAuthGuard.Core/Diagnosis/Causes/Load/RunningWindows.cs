using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;

namespace VcsaAuthGuard.Diagnosis.Causes.Load;

/// <summary>
/// Represents the windows that run in a short period. They are grouped by role and vCenter, so that a file of very many windows does not
/// compare each with each.
/// </summary>
internal sealed class RunningWindows
{
    private const string AnyServer = "";

    private readonly (BackupWindow Window, WindowOccurrence Run)[] _running;
    private readonly WindowRole[] _roles;
    private readonly ILookup<(WindowRole Role, string Server), int> _byServer;
    private readonly ILookup<WindowRole, int> _byRole;

    /// <summary>Finds the windows that run.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="from">The start of the period.</param>
    /// <param name="to">The end of the period.</param>
    public RunningWindows(IEnumerable<BackupWindow> windows, DateTimeOffset from, DateTimeOffset to)
    {
        _running = [.. windows.SelectMany(window => window.Between(from, to).Select(run => (window, run)))];
        _roles = [.. _running.Select(item => item.Window.Role).Distinct()];
        _byRole = Enumerable.Range(0, _running.Length).ToLookup(i => _running[i].Window.Role);
        _byServer = Enumerable.Range(0, _running.Length)
            .SelectMany(i => ServersOf(_running[i].Window).Select(server => (Key: (_running[i].Window.Role, server), Index: i)))
            .ToLookup(entry => entry.Key, entry => entry.Index);
    }

    /// <summary>Finds two windows that overlap; returns null if no two do.</summary>
    public (BackupWindow First, BackupWindow Second)? FindOverlap()
    {
        if (_roles.Length < 2)
        {
            return null;
        }

        foreach ((BackupWindow window, WindowOccurrence run) in _running.OrderBy(item => item.Window.Role))
        {
            int[] others = [.. _roles.Where(role => role != window.Role).SelectMany(role => FirstOverlaps(role, window, run))];
            if (others.Length > 0)
            {
                return (window, _running[others.Min()].Window);
            }
        }

        return null;
    }

    /// <summary>Returns the first window of a role that overlaps, of each vCenter that the two can have in common.</summary>
    private IEnumerable<int> FirstOverlaps(WindowRole role, BackupWindow window, WindowOccurrence run)
    {
        bool Overlaps(int i) => OverlapRule.CanOverlap(_running[i].Window, window)
            && _running[i].Run.Start < run.End && run.Start < _running[i].Run.End;
        IEnumerable<IEnumerable<int>> groups = window.Server.Count == 0
            ? [_byRole[role]]
            : ServersOf(window).Append(AnyServer).Select(server => _byServer[(role, server)]);
        return groups.SelectMany(group => group.Where(Overlaps).Take(1));
    }

    /// <summary>Returns the vCenters that a window runs against, in small letters.</summary>
    private static IEnumerable<string> ServersOf(BackupWindow window) => window.Server.Count == 0
        ? [AnyServer]
        : window.Server.Select(server => server.ToLowerInvariant()).Distinct();
}
