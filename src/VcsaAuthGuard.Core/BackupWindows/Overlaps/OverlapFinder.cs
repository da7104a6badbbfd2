namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>Finds the windows that overlap.</summary>
public static class OverlapFinder
{
    /// <summary>
    /// Finds all overlaps within the horizon by <see cref="OverlapRule"/>, in order of their first start, for each vCenter. A window that
    /// names no vCenter runs against each that another window names.
    /// </summary>
    /// <param name="windows">The windows.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Cancels the search with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The horizon ends before it starts, or at once.</exception>
    public static IEnumerable<WindowOverlap> Find(
        IReadOnlyList<BackupWindow> windows, OverlapOptions options, CancellationToken cancellation = default)
    {
        _ = windows ?? throw new ArgumentNullException(nameof(windows));
        _ = options ?? throw new ArgumentNullException(nameof(options));
        if (options.To <= options.From)
        {
            throw new ArgumentException($"The horizon ends ({options.To:u}) before it starts ({options.From:u}).", nameof(options));
        }

        return FindAll(windows, options, cancellation);
    }

    private static IEnumerable<WindowOverlap> FindAll(
        IReadOnlyList<BackupWindow> windows, OverlapOptions options, CancellationToken cancellation)
    {
        List<(string? Server, BackupWindow[] Windows, OverlapGroup Group)> found = [];
        foreach ((string? server, BackupWindow[] own) in ByServer(windows))
        {
            foreach (OverlapGroup group in new OverlapSweep(own, options).Run(cancellation))
            {
                found.Add((server, own, group));
            }
        }

        found.Sort((one, other) => one.Group.FirstStart != other.Group.FirstStart
            ? one.Group.FirstStart.CompareTo(other.Group.FirstStart)
            : string.Compare(one.Server, other.Server, StringComparison.OrdinalIgnoreCase));
        foreach ((string? server, BackupWindow[] own, OverlapGroup group) in found)
        {
            yield return group.ToOverlap(server, own, options);
        }
    }

    private static IEnumerable<(string? Server, BackupWindow[] Windows)> ByServer(IReadOnlyList<BackupWindow> windows)
    {
        Dictionary<string, List<BackupWindow>> named = new(StringComparer.OrdinalIgnoreCase);
        foreach (string server in windows.SelectMany(window => window.Server))
        {
            named[server] = [];
        }

        if (named.Count == 0)
        {
            return [(null, windows.ToArray())];
        }

        foreach (BackupWindow window in windows)
        {
            foreach (string server in window.Server.Count == 0 ? (IEnumerable<string>)named.Keys : window.Server)
            {
                named[server].Add(window);
            }
        }

        return named.Select(pair => ((string?)pair.Key, pair.Value.ToArray()));
    }
}
