namespace VcsaAuthGuard.BackupJobs;

/// <summary>Combines the rows of one job that start together, one for each VM, into runs.</summary>
internal static class BackupJobRunCombiner
{
    /// <summary>A job starts its VMs one after the other; a VM that starts within this time after the previous one belongs to the same
    /// run.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    /// <summary>Combines the rows of one job.</summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <returns>The runs in the order of their starts, with the earliest start, the latest end and the number of VMs.</returns>
    public static IReadOnlyList<BackupJobRun> Combine(IEnumerable<BackupJobRun> rows)
    {
        List<List<BackupJobRun>> groups = [];
        HashSet<string> vms = new(StringComparer.OrdinalIgnoreCase);
        DateTimeOffset end = default;
        foreach (BackupJobRun row in rows.OrderBy(row => row.Start))
        {
            List<BackupJobRun>? group = groups.LastOrDefault();
            bool isTogether = group is not null && row.VM is not null && vms.Count > 0 && row.Start - group[group.Count - 1].Start <= Gap;

            // A VM that comes again while others still run is a retry; later it is the next run.
            if (isTogether && (!vms.Contains(row.VM!) || row.Start < end))
            {
                group!.Add(row);
            }
            else
            {
                groups.Add([row]);
                vms.Clear();
                end = default;
            }

            if (row.VM is not null)
            {
                vms.Add(row.VM);
            }

            end = row.End > end ? row.End : end;
        }

        return [.. groups.Select(Merge)];
    }

    private static BackupJobRun Merge(List<BackupJobRun> rows)
    {
        int vms = rows.Select(row => row.VM).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return rows[0] with
        {
            VM = rows.Count == 1 ? rows[0].VM : null,
            Duration = rows.Any(row => row.Duration is not null) ? rows.Max(row => row.End) - rows[0].Start : null,
            Status = rows.Any(row => row.Status == BackupJobRunStatus.Failed) ? BackupJobRunStatus.Failed : rows[0].Status,
            VMCount = rows.Max(row => row.VMCount) ?? (vms > 0 ? vms : null),
        };
    }
}
