namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents windows placed at starts, and their cost.</summary>
internal sealed class PlanBoard
{
    private readonly PlanModel _model;
    private readonly ServerLoad[] _loads;
    private readonly long[] _excess;
    private readonly long[] _overlap;
    private PlanCost _timeCost;
    private long _work;

    public PlanBoard(PlanModel model)
    {
        _model = model;
        int slots = Math.Max(0, model.Edges.Length - 1);
        _loads = [.. model.Servers.Select(_ => new ServerLoad(slots, model.Options))];
        _excess = new long[slots + 1];
        _overlap = new long[slots + 1];
        Chosen = [.. model.Items.Select(_ => -1)];
    }

    /// <summary>Gets the index of each window's placement; -1 for one that is not placed.</summary>
    public int[] Chosen { get; }

    /// <summary>Gets the number of steps done so far: a limit on them is the same on every machine.</summary>
    public long Work => _work + _loads.Sum(load => load.Bursts.Work);

    /// <summary>Gets the cost of the windows that are placed.</summary>
    public PlanCost Cost => _timeCost with { Expired = _loads.Sum(load => load.Bursts.Expired) };

    public IReadOnlyList<ServerLoad> Loads => _loads;

    /// <summary>Places a window that is not placed.</summary>
    public void Add(PlanItem item, int placement)
    {
        _timeCost += Change(item, placement, 1);
        Chosen[item.Index] = placement;
        foreach (int server in item.Servers)
        {
            _loads[server].Bursts.Add(item, item.Placements[placement]);
        }
    }

    /// <summary>Removes a window.</summary>
    public void Remove(PlanItem item)
    {
        _timeCost -= Change(item, Chosen[item.Index], -1);
        Chosen[item.Index] = -1;
        foreach (int server in item.Servers)
        {
            _loads[server].Bursts.Remove(item);
        }
    }

    /// <summary>Gets the cost that a window adds at each of its placements.</summary>
    /// <remarks>Without tokens it is a bound for any board with more windows.</remarks>
    public PlanCost[] CostsOf(PlanItem item, bool withTokens)
    {
        Array.Clear(_excess, 0, _excess.Length);
        Array.Clear(_overlap, 0, _overlap.Length);
        foreach (int server in item.Servers)
        {
            _loads[server].AddMarginals(item, _model.Edges, _excess, _overlap);
        }

        for (int slot = 1; slot < _excess.Length; slot++)
        {
            _excess[slot] += _excess[slot - 1];
            _overlap[slot] += _overlap[slot - 1];
        }

        _work += _excess.Length * (item.Servers.Length + 1L);
        return Array.ConvertAll(item.Placements, placement =>
        {
            long expired = withTokens ? item.Servers.Sum(server => _loads[server].Bursts.ExpiredMore(item, placement)) : 0;
            long excess = 0, overlap = 0;
            for (int i = 0; i < placement.Slots.Length; i += 2)
            {
                excess += _excess[placement.Slots[i + 1]] - _excess[placement.Slots[i]];
                overlap += _overlap[placement.Slots[i + 1]] - _overlap[placement.Slots[i]];
            }

            _work += placement.Slots.Length;
            return new PlanCost(expired, excess, overlap, Math.Abs(placement.Shift), placement.Shift == 0 ? 0 : 1);
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
        return item.Servers.Sum(server => _loads[server].Bursts.ExpiredAlone(item) * runs);
    }

    /// <summary>Gets the number of tokens of the placed windows that expire, whatever windows are added.</summary>
    public long ExpiredAtLeast() => _loads.Sum(load => load.Bursts.ExpiredAtLeast());

    private PlanCost Change(PlanItem item, int number, int sign)
    {
        Placement placement = item.Placements[number];
        long excess = 0, overlap = 0;
        foreach (int server in item.Servers)
        {
            for (int i = 0; i < placement.Slots.Length; i += 2)
            {
                (long moreExcess, long moreOverlap) = _loads[server].Change(
                    item, _model.Edges, placement.Slots[i], placement.Slots[i + 1], sign);
                excess += moreExcess;
                overlap += moreOverlap;
                _work += placement.Slots[i + 1] - placement.Slots[i];
            }
        }

        return new(0, excess, overlap, Math.Abs(placement.Shift), placement.Shift == 0 ? 0 : 1);
    }
}
