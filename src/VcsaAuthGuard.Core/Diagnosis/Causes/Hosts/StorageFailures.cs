using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Symptoms;

namespace VcsaAuthGuard.Diagnosis.Causes.Hosts;

/// <summary>Represents failed calls and tasks that concern a datastore.</summary>
/// <param name="Datastore">The datastore that most of them name; null if they name none.</param>
/// <param name="Count">Their number.</param>
/// <param name="Hosts">The hosts that they name.</param>
/// <param name="Failures">The types of faults.</param>
/// <param name="IsSure">Whether nothing else explains them.</param>
internal sealed record StorageFailures(string? Datastore, long Count, string[] Hosts, FailedCalls[] Failures, bool IsSure)
{
    private const int MinFailures = 10;

    /// <summary>With entries of a lost datastore, fewer failures are enough.</summary>
    private const int MinWithEntries = 3;
    private const double MinShareOfDatastore = 0.6;
    private const int ManyHosts = 3;

    /// <summary>Gets whether the datastore is full.</summary>
    public bool IsFull => Failures.Where(failure => failure.Class == FaultClass.Space).Sum(failure => failure.Faults.Count) * 2 > Count;

    public DateTimeOffset? First => Failures.Min(failure => failure.Faults.First);

    public DateTimeOffset? Last => Failures.Max(failure => failure.Faults.Last);

    /// <summary>Finds them; returns null if there are too few, or where they point to no datastore.</summary>
    public static StorageFailures? Find(VCenterEvidence evidence, bool hasEntries)
    {
        FailedCalls[] typed = [.. evidence.Failures.Where(failure => failure.Class is FaultClass.Storage or FaultClass.Space)];
        FailedCalls[] general = [.. evidence.Failures.Where(failure => failure.Class == FaultClass.General)];
        (string? datastore, int onIt, double share) = Largest(typed.Concat(general));
        FailedCalls[] failures =
        [
            .. typed, .. general.Where(failure => datastore is not null && ShareOf(failure, datastore) >= MinShareOfDatastore),
        ];
        string[] hosts = HostsOf(failures, datastore);
        long count = typed.Sum(failure => failure.Faults.Count);
        bool isOfOne = share >= MinShareOfDatastore;
        bool isFull = count > 0 && typed.All(failure => failure.Class == FaultClass.Space);
        if (count >= (hasEntries ? MinWithEntries : MinFailures) && (isOfOne || !isFull))
        {
            bool isSure = isOfOne ? hosts.Length != 1 : hosts.Length >= ManyHosts;
            return new(datastore, failures.Sum(failure => failure.Faults.Count), hosts, failures, isSure);
        }

        return onIt >= MinFailures && isOfOne && hosts.Length >= ManyHosts
            ? new(datastore, failures.Sum(failure => failure.Faults.Count), hosts, failures, IsSure: count > 0)
            : null;
    }

    private static (string? Datastore, int Count, double Share) Largest(IEnumerable<FailedCalls> failures)
    {
        (string Name, int Count)[] datastores =
        [
            .. failures.SelectMany(failure => failure.Faults.Datastores.Counts)
                .GroupBy(datastore => datastore.Key, StringComparer.OrdinalIgnoreCase)
                .Select(datastore => (datastore.Key, datastore.Sum(item => item.Value)))
                .OrderByDescending(datastore => datastore.Item2).ThenBy(datastore => datastore.Key, StringComparer.Ordinal),
        ];
        return datastores.Length == 0
            ? (null, 0, 0)
            : (datastores[0].Name, datastores[0].Count, datastores[0].Count / (double)datastores.Sum(datastore => datastore.Count));
    }

    private static double ShareOf(FailedCalls failure, string datastore) =>
        failure.Faults.Datastores.Counts.TryGetValue(datastore, out int count) ? count / (double)failure.Faults.Count : 0;

    private static string[] HostsOf(FailedCalls[] failures, string? datastore)
    {
        IEnumerable<string> ofDatastore = failures
            .SelectMany(failure => failure.Faults.DatastoreHosts)
            .Where(pair => string.Equals(pair.Datastore, datastore, StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.Host);
        IEnumerable<string> hosts = datastore is null ? failures.SelectMany(failure => failure.Faults.Hosts.Names) : ofDatastore;
        return [.. hosts.Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(host => host, StringComparer.Ordinal)];
    }
}
