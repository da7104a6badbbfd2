using System.Globalization;
using VcsaAuthGuard.BackupWindows.Overlaps;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents the obstacles of each window on a board: overlaps, load over a limit, expired tokens.</summary>
internal sealed class PlanReasons
{
    private readonly PlacementProblems[] _troubles;
    private readonly int[] _chosen;

    public PlanReasons(PlanModel model, PlanBoard board)
    {
        _chosen = [.. board.Chosen];
        _troubles = [.. model.Items.Select(item => new PlacementProblems(
            [.. model.Items.Where(other => Overlap(item, other, board)).Select(other => other.Window.Name)],
            (item.VMs > 0 || item.Sessions > 0)
                && item.Servers.Any(server => Spans(item, board).Any(span => board.YearLoads[server].IsOver(span.First, span.End))),
            item.Servers.Sum(server => board.Loads[server].Bursts.ExpiredOf(item))))];
    }

    /// <summary>Explains why a window is moved or not.</summary>
    public static string Explain(PlanItem item, PlanReasons before, PlanReasons after)
    {
        PlacementProblems was = before._troubles[item.Index], remains = after._troubles[item.Index];
        bool isMoved = after._chosen[item.Index] != 0;
        string start =
            isMoved ? (was.IsEmpty ? "Moved to make room for others." : $"Moved: {was.Describe("overlapped", "was")}.")
            : item.Window.Movable is null ? "Fixed: it is not movable."
            : item.Placements[0].YearSlots.Length == 0
                ? string.Format(CultureInfo.InvariantCulture, "Does not run in the next {0} days.", PlanOptions.YearDays)
            : was.IsEmpty ? "Stays: nothing was in its way."
            : remains.IsEmpty ? "Stays: others make room."
            : "Stays: no start in its range is better.";
        return remains.IsEmpty ? start : $"{start} Still: {remains.Describe("overlaps", "is")}.";
    }

    private static IEnumerable<(int First, int End)> Spans(PlanItem item, PlanBoard board)
    {
        int[] slots = item.Placements[board.Chosen[item.Index]].YearSlots;
        for (int i = 0; i < slots.Length; i += 2)
        {
            yield return (slots[i], slots[i + 1]);
        }
    }

    private static bool Overlap(PlanItem item, PlanItem other, PlanBoard board)
    {
        if (!OverlapRule.CanOverlap(item.Window, other.Window))
        {
            return false;
        }

        int[] a = item.Placements[board.Chosen[item.Index]].YearSlots, b = other.Placements[board.Chosen[other.Index]].YearSlots;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] < b[j + 1] && b[j] < a[i + 1])
            {
                return true;
            }

            (i, j) = a[i + 1] <= b[j + 1] ? (i + 2, j) : (i, j + 2);
        }

        return false;
    }

    private sealed record PlacementProblems(string[] Overlapping, bool IsOver, long Expired)
    {
        public bool IsEmpty => Overlapping.Length == 0 && !IsOver && Expired == 0;

        public string Describe(string overlaps, string verb)
        {
            List<string> all = [];
            if (Overlapping.Length > 0)
            {
                string more = Overlapping.Length == 1
                    ? ""
                    : string.Format(CultureInfo.InvariantCulture, " and {0} more", Overlapping.Length - 1);
                all.Add($"{overlaps} {Overlapping[0]}{more}");
            }

            if (IsOver)
            {
                all.Add($"the load {verb} over a limit");
            }

            if (Expired > 0)
            {
                all.Add(string.Format(CultureInfo.InvariantCulture, "{0} of its tokens predicted to expire", Expired));
            }

            return string.Join(", ", all);
        }
    }
}
