namespace VcsaAuthGuard.Faults;

/// <summary>Counts names.</summary>
internal sealed class FaultTally
{
    // A dictionary takes no null; faults that do not say are counted beside it.
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _unnamed;

    public void Add(string? name)
    {
        if (name is null)
        {
            _unnamed++;
            return;
        }

        _counts.TryGetValue(name, out int count);
        _counts[name] = count + 1;
    }

    /// <summary>Adds the counts of another tally.</summary>
    public void Add(FaultTally other)
    {
        _unnamed += other._unnamed;
        foreach (KeyValuePair<string, int> name in other._counts)
        {
            _counts.TryGetValue(name.Key, out int count);
            _counts[name.Key] = count + name.Value;
        }
    }

    /// <summary>Returns the counts in descending order, equal counts by name, and those without a name last.</summary>
    public IReadOnlyList<FaultCount> ToCounts()
    {
        IEnumerable<FaultCount> named = _counts.Select(pair => new FaultCount(pair.Key, pair.Value))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Name, StringComparer.Ordinal);

        // An array: PowerShell cannot index the type that the compiler creates for a collection expression.
        return (_unnamed == 0 ? named : named.Append(new FaultCount(null, _unnamed))).ToArray();
    }
}
