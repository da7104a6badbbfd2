using System.Net;
using VcsaAuthGuard.ApiLoad.Sessions;

namespace VcsaAuthGuard.ApiLoad.Measuring;

/// <summary>
/// Makes one row a client of what the sources tell. Events say which login was whose where vpxd's log does not: what they tell is
/// taken off the rows that know less of a client (an account with no program's name, one with no address, nobody known), once. The requests
/// of an address are those of the only client that comes from it at the time.
/// </summary>
internal static class LoadMerge
{
    public static IReadOnlyList<ApiClientLoad> ToClients(IReadOnlyList<ClientLoad> clients, LoadRules rules, string? source)
    {
        MinuteSpan shared = SpanOf(clients.Select(client => client.Vpxd)).Overlap(SpanOf(clients.Select(client => client.Events)));
        MinuteSpan sharedWithAccess = SpanOf(clients.SelectMany(client => (LoadTally[])[client.Vpxd, client.Events]))
            .Overlap(SpanOf(clients.Select(client => client.Access)));
        Dictionary<string, ClientLoad> requests = RequestsOfOne(clients);
        MergedClientLoad RowOf(IReadOnlyList<ClientLoad> same) => new(same, shared, sharedWithAccess, rules);

        MergedClientLoad nobody = RowOf([clients[0]]);
        List<MergedClientLoad> rows =
        [
            nobody,
            .. clients.Skip(1)
                .Where(client => client.Client.User is null && !requests.ContainsValue(client))
                .Select(client => RowOf([client])),
        ];
        LoadFigures told = default;
        foreach (IGrouping<string?, ClientLoad> account in clients.Where(client => client.Client.User is not null)
            .GroupBy(client => client.Client.User, StringComparer.OrdinalIgnoreCase))
        {
            told += AddAccount(account, requests, rows, RowOf);
        }

        nobody.Subtract(told);
        rows.RemoveAll(row => row.IsEmpty);
        long logins = rows.Sum(row => row.Logins);
        return
        [
            .. rows.Select(row => row.ToLoad(logins, source))
                .OrderByDescending(load => load.Logins)
                .ThenByDescending(load => load.Calls)
                .ThenBy(load => load.User, StringComparer.OrdinalIgnoreCase)
                .ThenBy(load => load.Address, StringComparer.Ordinal)
                .ThenBy(load => load.UserAgent, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Returns the requests of the addresses from which one account with one program came at the time of the requests. From the appliance
    /// itself come the requests of many services.
    /// </summary>
    private static Dictionary<string, ClientLoad> RequestsOfOne(IReadOnlyList<ClientLoad> clients)
    {
        ILookup<string, ClientLoad> byAddress = clients
            .Where(client => client.Client is { User: not null, Address: not null })
            .ToLookup(client => client.Client.Address!, StringComparer.Ordinal);
        return clients
            .Where(client => client.Client is { User: null, Address: string address, UserAgent: null }
                && !(IPAddress.TryParse(address, out IPAddress? parsed) && IPAddress.IsLoopback(parsed))
                && client.Tallies.All(tally => tally == client.Access || tally.IsEmpty)
                && IsOne(byAddress[address])
                && !SpanOf(byAddress[address].SelectMany(other => other.Tallies))
                    .Overlap(SpanOf([client.Access])).IsEmpty)
            .ToDictionary(client => client.Client.Address!, StringComparer.Ordinal);
    }

    private static bool IsOne(IEnumerable<ClientLoad> clients)
    {
        ClientLoad[] all = [.. clients];
        return all.Select(client => client.Client.User).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1
            && all.Count(client => client.Client.UserAgent is not null) <= 1;
    }

    /// <summary>
    /// Returns the span that sources cover, with a minute on either side: two of them write of one login at slightly different times.
    /// </summary>
    private static MinuteSpan SpanOf(IEnumerable<LoadTally> tallies)
    {
        LoadTally[] timed = [.. tallies.Where(tally => tally.LastTicks > 0)];
        return timed.Length == 0
            ? MinuteSpan.None
            : new(
                ActivitySeries.MinuteOf(timed.Min(tally => tally.FirstTicks)) - 1,
                ActivitySeries.MinuteOf(timed.Max(tally => tally.LastTicks)) + 1);
    }

    /// <summary>Adds the rows of an account; returns the part of its events that vpxd's log does not attribute to it.</summary>
    private static LoadFigures AddAccount(
        IEnumerable<ClientLoad> account,
        Dictionary<string, ClientLoad> requests,
        List<MergedClientLoad> rows,
        Func<IReadOnlyList<ClientLoad>, MergedClientLoad> rowOf
    )
    {
        LoadFigures told = default;
        MergedClientLoad? unplaced = null;
        foreach (IGrouping<string?, ClientLoad> place in account.GroupBy(client => client.Client.Address))
        {
            // vpxd's log and the profiler's do not name the program, events do. A single program named is the one.
            ClientLoad[] named = [.. place.Where(client => client.Client.UserAgent is not null)];
            ClientLoad[] unnamed = [.. place.Where(client => client.Client.UserAgent is null)];
            if (place.Key is not null && requests.TryGetValue(place.Key, out ClientLoad? ofAddress))
            {
                unnamed = [.. unnamed, ofAddress];
            }

            MergedClientLoad[] ofNamed = named.Length == 1 ? [rowOf([.. named, .. unnamed])] : [.. named.Select(client => rowOf([client]))];
            rows.AddRange(ofNamed);
            LoadFigures left = ofNamed.Aggregate(default(LoadFigures), (sum, row) => sum + row.EventExcess);
            if (named.Length != 1 && unnamed.Length > 0)
            {
                MergedClientLoad rest = rowOf(unnamed);
                rows.Add(rest);
                left = rest.Subtract(left) + rest.EventExcess;
                unplaced = place.Key is null ? rest : unplaced;
            }

            told += left;
        }

        return unplaced?.Subtract(told) ?? told;
    }
}
