using System.Globalization;

namespace VcsaAuthGuard.Faults;

/// <summary>Counts faults by one of their properties.</summary>
/// <param name="by">Which.</param>
public sealed class FaultGrouping(FaultGroupKey by)
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Group _unnamed = new();

    /// <summary>Counts a fault.</summary>
    /// <param name="fault">The fault, in any order of time.</param>
    public void Add(AuthFault fault)
    {
        string? name = by switch
        {
            FaultGroupKey.VMHost => fault.VMHost ?? fault.VMHostId,
            FaultGroupKey.Datastore => fault.Datastore ?? fault.DatastoreUuid,
            FaultGroupKey.Method => fault.Method,
            FaultGroupKey.Server => fault.Server,
            _ => fault.Time?.ToString(
                fault.Time?.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH':00Z'" : "yyyy-MM-dd HH':00'zzz", CultureInfo.InvariantCulture),
        };
        Group? group = _unnamed;
        if (name is not null && !_groups.TryGetValue(name, out group))
        {
            _groups[name] = group = new();
        }

        group!.Add(fault.Time);
    }

    /// <summary>Returns the groups: hours in order of time, others with most faults first; faults that do not say come last.</summary>
    public IEnumerable<FaultGroup> ToGroups()
    {
        int total = _groups.Values.Sum(group => group.Count) + _unnamed.Count;
        FaultGroup Of(string? name, Group group) => new(by, name, group.Count, (double)group.Count / total, group.First, group.Last);
        IEnumerable<FaultGroup> named = _groups.Select(pair => Of(pair.Key, pair.Value));
        IOrderedEnumerable<FaultGroup> ordered = by == FaultGroupKey.Hour
            ? named.OrderBy(group => group.Name, StringComparer.Ordinal)
            : named.OrderByDescending(group => group.Count).ThenBy(group => group.Name, StringComparer.Ordinal);
        return _unnamed.Count == 0 ? ordered : ordered.Append(Of(null, _unnamed));
    }

    private sealed class Group
    {
        public int Count { get; private set; }

        public DateTimeOffset? First { get; private set; }

        public DateTimeOffset? Last { get; private set; }

        public void Add(DateTimeOffset? time)
        {
            Count++;
            First = First is null || time < First ? time : First;
            Last = Last is null || time > Last ? time : Last;
        }
    }
}
