namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Counts names: hosts, accounts, addresses. Memory is bounded.</summary>
internal sealed class OccurrenceTally
{
    private const int MaxNames = 10_000;

    private readonly Dictionary<string, int> _counts = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Gets the names, most counts first.</summary>
    public IEnumerable<string> Names => Ranked.Select(name => name.Key);

    /// <summary>Gets the names with their counts, most first.</summary>
    public IEnumerable<KeyValuePair<string, int>> Ranked =>
        _counts.OrderByDescending(name => name.Value).ThenBy(name => name.Key, StringComparer.Ordinal);

    public void Add(string? name)
    {
        if (name is not null && (_counts.TryGetValue(name, out int count) || _counts.Count < MaxNames))
        {
            _counts[name] = count + 1;
        }
    }
}
