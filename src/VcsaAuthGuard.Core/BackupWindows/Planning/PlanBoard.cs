namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents windows placed at starts, and their cost.</summary>
internal sealed class PlanBoard
{
    private readonly PlanModel _model;
    private readonly TimelineLoad _days;
    private readonly TimelineLoad _year;
    private PlanCost _timeCost;

    public PlanBoard(PlanModel model)
    {
        _model = model;
        _days = new(model, model.Days, placement => placement.Slots);
        _year = new(model, model.Year, placement => placement.YearSlots);
        Chosen = [.. model.Items.Select(_ => -1)];
    }

    /// <summary>Gets the index of each window's placement; -1 for one that is not placed.</summary>
    public int[] Chosen { get; }

    /// <summary>Gets the number of steps done so far: a limit on them is the same on every machine.</summary>
    public long Work => _days.Work + _year.Work + Loads.Sum(load => load.Bursts.Work);

    /// <summary>Gets the cost of the windows that are placed.</summary>
    public PlanCost Cost => _timeCost with { Expired = Loads.Sum(load => load.Bursts.Expired) };

    /// <summary>Gets the loads of the vCenters in the days searched.</summary>
    public IReadOnlyList<ServerLoad> Loads => _days.Loads;

    /// <summary>Gets the loads of the vCenters in the year.</summary>
    public IReadOnlyList<ServerLoad> YearLoads => _year.Loads;

    /// <summary>Places a window that is not placed.</summary>
    public void Add(PlanItem item, int placement)
    {
        _timeCost += Change(item, placement, 1);
        Chosen[item.Index] = placement;
        foreach (int server in item.Servers)
        {
            Loads[server].Bursts.Add(item, item.Placements[placement]);
        }
    }

    /// <summary>Removes a window.</summary>
    public void Remove(PlanItem item)
    {
        _timeCost -= Change(item, Chosen[item.Index], -1);
        Chosen[item.Index] = -1;
        foreach (int server in item.Servers)
        {
            Loads[server].Bursts.Remove(item);
        }
    }

    /// <summary>Gets the cost that a window adds at each of its placements.</summary>
    /// <remarks>Without tokens it is a bound for any board with more windows.</remarks>
    public PlanCost[] CostsOf(PlanItem item, bool withTokens)
    {
        _days.Prepare(item);
        _year.Prepare(item);
        return Array.ConvertAll(item.Placements, placement =>
        {
            long expired = withTokens ? item.Servers.Sum(server => Loads[server].Bursts.ExpiredMore(item, placement)) : 0;
            (long excess, long overlap) = _days.CostOf(placement);
            (long yearExcess, long yearOverlap) = _year.CostOf(placement);
            return new PlanCost(
                expired, excess, overlap, yearExcess, yearOverlap, Math.Abs(placement.Shift), placement.Shift == 0 ? 0 : 1);
        });
    }

    /// <summary>Returns the index of the smallest cost; the first of several.</summary>
    public static int Cheapest(PlanCost[] costs)
    {
        int best = 0;
        for (int i = 1; i < costs.Length; i++)
        {
            best = costs[i] < costs[best] ? i : best;
        }

        return best;
    }

    /// <summary>Gets the number of tokens of a window that expire wherever it starts.</summary>
    public long ExpiredAlone(PlanItem item)
    {
        int runs = item.Placements.Min(placement => placement.Starts.Length);
        return item.Servers.Sum(server => Loads[server].Bursts.ExpiredAlone(item) * runs);
    }

    /// <summary>Gets the number of tokens of the placed windows that expire, whatever windows are added.</summary>
    public long ExpiredAtLeast() => Loads.Sum(load => load.Bursts.ExpiredAtLeast());

    private PlanCost Change(PlanItem item, int number, int sign)
    {
        Placement placement = item.Placements[number];
        (long excess, long overlap) = _days.Change(item, placement, sign);
        (long yearExcess, long yearOverlap) = _year.Change(item, placement, sign);
        return new(0, excess, overlap, yearExcess, yearOverlap, Math.Abs(placement.Shift), placement.Shift == 0 ? 0 : 1);
    }

    /// <summary>Represents the loads of all vCenters on one timeline.</summary>
    private sealed class TimelineLoad(PlanModel model, PlanTimeline timeline, Func<Placement, int[]> slotsOf)
    {
        private readonly ServerLoad[] _loads = [.. model.Servers.Select(_ => new ServerLoad(timeline.Lengths, model.Options))];
        private readonly long[] _excess = new long[timeline.Lengths.Length + 1];
        private readonly long[] _overlap = new long[timeline.Lengths.Length + 1];

        public IReadOnlyList<ServerLoad> Loads => _loads;

        public long Work { get; private set; }

        /// <summary>Sums up, slot by slot, the cost that a window would add.</summary>
        public void Prepare(PlanItem item)
        {
            Array.Clear(_excess, 0, _excess.Length);
            Array.Clear(_overlap, 0, _overlap.Length);
            foreach (int server in item.Servers)
            {
                _loads[server].AddMarginals(item, _excess, _overlap);
            }

            for (int slot = 1; slot < _excess.Length; slot++)
            {
                _excess[slot] += _excess[slot - 1];
                _overlap[slot] += _overlap[slot - 1];
            }

            Work += _excess.Length * (item.Servers.Length + 1L);
        }

        /// <summary>Gets the cost of the window that was prepared, at one of its placements.</summary>
        public (long Excess, long Overlap) CostOf(Placement placement)
        {
            int[] slots = slotsOf(placement);
            long excess = 0, overlap = 0;
            for (int i = 0; i < slots.Length; i += 2)
            {
                excess += _excess[slots[i + 1]] - _excess[slots[i]];
                overlap += _overlap[slots[i + 1]] - _overlap[slots[i]];
            }

            Work += slots.Length;
            return (excess, overlap);
        }

        public (long Excess, long Overlap) Change(PlanItem item, Placement placement, int sign)
        {
            int[] slots = slotsOf(placement);
            long excess = 0, overlap = 0;
            foreach (int server in item.Servers)
            {
                for (int i = 0; i < slots.Length; i += 2)
                {
                    (long moreExcess, long moreOverlap) = _loads[server].Change(item, slots[i], slots[i + 1], sign);
                    excess += moreExcess;
                    overlap += moreOverlap;
                    Work += slots[i + 1] - slots[i];
                }
            }

            return (excess, overlap);
        }
    }
}
