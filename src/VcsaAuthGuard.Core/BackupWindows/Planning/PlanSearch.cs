using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>
/// Searches for the best starts. Its limits count steps, not seconds, so a plan is the same wherever it is made.
/// </summary>
internal sealed class PlanSearch
{
    /// <summary>The largest number of movable windows for which the search goes on until the plan is proven.</summary>
    public const int MaxExactWindows = 6;

    // A step takes some nanoseconds.
    private const long ExactWork = 1_000_000_000;
    private const long DescendWork = 60_000_000;
    private const long ImproveWork = 60_000_000;
    private const int MinRemoved = 2;
    private const int MaxRemoved = 8;

    private readonly PlanItem[] _movable;
    private readonly CancellationToken _cancellation;
    private int[] _best;
    private long _exactEnd;

    /// <summary>Places every window at its current start.</summary>
    public PlanSearch(PlanModel model, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        Board = new(model);
        _movable = [.. model.Items.Where(item => item.Placements.Length > 1)];
        foreach (PlanItem item in model.Items.Where(item => item.Placements.Length == 1))
        {
            Board.Add(item, 0);
        }

        LowerBound = Bound(_movable, out _);
        foreach (PlanItem item in _movable)
        {
            Board.Add(item, 0);
        }

        BestCost = Board.Cost;
        _best = [.. Board.Chosen];
    }

    /// <summary>
    /// Gets a bound that no plan is below: the fixed windows' cost and, for each movable one, the smallest cost it adds to them alone.
    /// Loads over a limit
    /// and overlaps only grow together, and tokens are bound by what each stretch can serve at all.
    /// </summary>
    public PlanCost LowerBound { get; }

    public PlanBoard Board { get; }

    public PlanCost BestCost { get; private set; }

    /// <summary>Gets whether no plan on the same grid is better.</summary>
    public bool IsProven { get; private set; }

    /// <summary>Searches, and leaves the board at the best plan found.</summary>
    public void Run()
    {
        Descend();
        SaveIfBest();
        if (_movable.Length <= MaxExactWindows)
        {
            Clear();
            _exactEnd = Board.Work + ExactWork;
            IsProven = Branch([.. _movable]);
            Restore();
        }
        else
        {
            Build();
            Improve();
            Restore();
        }

        IsProven |= BestCost == LowerBound;
    }

    /// <summary>Returns a bound for the cost of any plan in which the windows on the board stay.</summary>
    private PlanCost Bound(IReadOnlyCollection<PlanItem> missing, out PlanItem? hardest)
    {
        PlanCost bound = Board.Cost with { Expired = Board.ExpiredAtLeast() };
        PlanCost most = default;
        hardest = null;
        foreach (PlanItem item in missing)
        {
            PlanCost[] costs = Board.CostsOf(item, withTokens: false);
            PlanCost least = costs[PlanBoard.Cheapest(costs)] with { Expired = Board.ExpiredAlone(item) };
            bound += least;
            if (hardest is null || least > most)
            {
                (hardest, most) = (item, least);
            }
        }

        return bound;
    }

    /// <summary>Tries all placements of all missing windows, except those that cannot be better; returns false if it gave up.</summary>
    private bool Branch(List<PlanItem> missing)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (missing.Count == 0)
        {
            SaveIfBest();
            return true;
        }

        if (Board.Work > _exactEnd)
        {
            return false;
        }

        if (!(Bound(missing, out PlanItem? item) < BestCost))
        {
            return true;
        }

        missing.Remove(item!);
        bool isAll = true;
        PlanCost[] costs = Board.CostsOf(item!, withTokens: true);
        foreach (int placement in Enumerable.Range(0, costs.Length).OrderBy(placement => costs[placement]))
        {
            Board.Add(item!, placement);
            isAll &= Branch(missing);
            Board.Remove(item!);
        }

        missing.Add(item!);
        return isAll;
    }

    /// <summary>Moves windows one by one to their best start, as long as that helps.</summary>
    private void Descend()
    {
        bool isBetter = true;
        long end = Board.Work + DescendWork;
        while (isBetter)
        {
            isBetter = false;
            foreach (PlanItem item in _movable)
            {
                if (Board.Work > end)
                {
                    return;
                }

                int current = Board.Chosen[item.Index];
                int best = Replace(item, current);
                isBetter |= best != current;
                _cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Places all windows again: those with the largest load first, each where it costs least.</summary>
    private void Build()
    {
        Clear();
        foreach (PlanItem item in _movable.OrderByDescending(item =>
            item.Window.Duration.Ticks * (1.0 + item.VMs + item.Sessions) / item.Placements.Length))
        {
            Place(item);
        }

        Descend();
        SaveIfBest();
    }

    /// <summary>Removes some windows and places them again in another order, repeatedly.</summary>
    private void Improve()
    {
        Restore();
        SeededRandom random = new(seed: 440879, stream: 0);
        long end = Board.Work + ImproveWork;
        int patience = 200 + (4 * _movable.Length);
        for (int idle = 0; idle < patience && Board.Work < end && BestCost > LowerBound; idle++)
        {
            _cancellation.ThrowIfCancellationRequested();
            PlanItem[] removed = [.. Enumerable.Range(0, MinRemoved + random.NextIndex(MaxRemoved - MinRemoved + 1))
                .Select(_ => _movable[random.NextIndex(_movable.Length)]).Distinct()];
            int[] before = [.. removed.Select(item => Board.Chosen[item.Index])];
            foreach (PlanItem item in removed)
            {
                Board.Remove(item);
            }

            foreach (PlanItem item in removed)
            {
                Place(item);
            }

            PlanCost cost = Board.Cost;
            if (cost < BestCost)
            {
                SaveIfBest();
                idle = 0;
            }
            else if (cost > BestCost)
            {
                for (int i = 0; i < removed.Length; i++)
                {
                    Board.Remove(removed[i]);
                    Board.Add(removed[i], before[i]);
                }
            }
        }
    }

    private int Replace(PlanItem item, int current)
    {
        Board.Remove(item);
        PlanCost[] costs = Board.CostsOf(item, withTokens: true);
        int best = PlanBoard.Cheapest(costs);
        best = costs[best] < costs[current] ? best : current;
        Board.Add(item, best);
        return best;
    }

    private void Place(PlanItem item) => Board.Add(item, PlanBoard.Cheapest(Board.CostsOf(item, withTokens: true)));

    private void Clear()
    {
        foreach (PlanItem item in _movable)
        {
            if (Board.Chosen[item.Index] >= 0)
            {
                Board.Remove(item);
            }
        }
    }

    private void Restore()
    {
        Clear();
        foreach (PlanItem item in _movable)
        {
            Board.Add(item, _best[item.Index]);
        }
    }

    /// <summary>Keeps the board where it is the best so far.</summary>
    private void SaveIfBest()
    {
        PlanCost cost = Board.Cost;
        if (cost < BestCost)
        {
            BestCost = cost;
            _best = [.. Board.Chosen];
        }
    }
}
