using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;


namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>Overlaps found by asking, for each minute and vCenter, which windows run.</summary>
internal static class NaiveOverlaps
{
    public static IEnumerable<string> Of(BackupWindow[] windows, OverlapOptions options)
    {
        foreach (string server in windows.SelectMany(window => window.Server).Distinct())
        {
            BackupWindow[] own = [.. windows.Where(window => window.Server.Count == 0 || window.Server.Contains(server))];
            foreach (IGrouping<string, Span> same in Spans(own, options).GroupBy(span => span.Names(windows)))
            {
                Span first = same.First();
                yield return $"{server} {same.Key} {first.Start:u} {first.End:u} x{same.Count()} "
                    + $"{same.Sum(span => (span.End - span.Start).TotalMinutes)} {same.Max(span => span.VMs)}";
            }
        }
    }

    private static IEnumerable<Span> Spans(BackupWindow[] windows, OverlapOptions options)
    {
        int minutes = (int)(options.To - options.From).TotalMinutes;
        HashSet<BackupWindow>[] running =
        [
            .. Enumerable.Range(0, minutes).Select(_ => new HashSet<BackupWindow>(ReferenceEqualityComparer.Instance)),
        ];
        foreach (BackupWindow window in windows)
        {
            foreach (WindowOccurrence run in window.Between(options.From, options.To))
            {
                for (DateTimeOffset minute = run.Start; minute < run.End; minute = minute.AddMinutes(1))
                {
                    if (minute >= options.From && minute < options.To)
                    {
                        running[(int)(minute - options.From).TotalMinutes].Add(window);
                    }
                }
            }
        }

        Span? open = null;
        HashSet<BackupWindow> before = [];
        for (int minute = 0; minute <= minutes; minute++)
        {
            HashSet<BackupWindow> now = minute < minutes ? running[minute] : [];

            // What ends as something starts may leave less than an overlap for no time at all: that too parts two spans.
            bool goesOn = open is not null && IsOverlap(now, options) && IsOverlap([.. before.Intersect(now)], options);
            if (open is not null && !goesOn)
            {
                open.End = options.From.AddMinutes(minute);
                yield return open;
                open = null;
            }

            if (IsOverlap(now, options))
            {
                open ??= new() { Start = options.From.AddMinutes(minute) };
                open.Windows.UnionWith(now);
                open.VMs = Math.Max(open.VMs, now.Sum(window => window.Load.VMs ?? 0));
            }

            before = now;
        }
    }

    private static bool IsOverlap(HashSet<BackupWindow> windows, OverlapOptions options) =>
        windows.Count > 1 && (options.IncludeSameRole || windows.Select(window => window.Role).Distinct().Count() > 1);

    private sealed class Span
    {
        public DateTimeOffset Start { get; init; }

        public DateTimeOffset End { get; set; }

        public HashSet<BackupWindow> Windows { get; } = new(ReferenceEqualityComparer.Instance);

        public int VMs { get; set; }

        public string Names(BackupWindow[] order) => string.Join(',', order.Where(Windows.Contains));
    }
}
