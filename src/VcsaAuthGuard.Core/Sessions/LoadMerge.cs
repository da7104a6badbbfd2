namespace VcsaAuthGuard.Sessions;

/// <summary>
/// Makes one row a client of what the sources tell. vpxd's log and an event tell of the same login, so their figures are never added:
/// of the time both cover the larger one counts, and what lies outside the events' time is added to it.
/// </summary>
internal static class LoadMerge
{
    public static IReadOnlyList<ApiClientLoad> ToClients(IReadOnlyList<ClientLoad> clients, LoadRules rules, string? source)
    {
        (long from, long to) = SpanOf(clients.Select(client => client.Events));
        List<LoadRow> rows = [];
        foreach (IGrouping<(string?, string?), ClientLoad> group in clients.Skip(1).Where(client => client.Client.User is not null)
            .GroupBy(client => (client.Client.User?.ToUpperInvariant(), client.Client.Address)))
        {
            AddAccount([.. group], rows, from, to);
        }

        rows.AddRange(clients.Skip(1).Where(client => client.Client.User is null).Select(LoadRow.Of));
        if (clients[0].Tallies.Any(tally => !tally.IsEmpty))
        {
            LoadRow nobody = LoadRow.Of(clients[0]);
            nobody.TakeOff(
                rows.Sum(row => row.OnlyByEvent),
                rows.Sum(row => row.RefusedOnlyByEvent),
                rows.Sum(row => row.CallsOnlyByEvent),
                from,
                to);
            rows.Add(nobody);
        }

        long logins = rows.Sum(row => row.Logins);
        return [.. rows.Where(row => !row.IsEmpty).Select(row => row.ToLoad(logins, rules, source))
            .OrderByDescending(load => load.Logins).ThenByDescending(load => load.Calls).ThenBy(load => load.User, StringComparer.OrdinalIgnoreCase).ThenBy(load => load.Address, StringComparer.Ordinal)];
    }

    /// <summary>How many logins of vpxd's log the events cannot be telling of.</summary>
    public static long Excess(ActivitySeries seenByVpxd, long toldByEvents, long from, long to)
    {
        long inside = 0;
        long outside = 0;
        foreach (ActivityBin bin in seenByVpxd.Bins)
        {
            long start = bin.Index * (long)seenByVpxd.Width;
            bool isInside = start + seenByVpxd.Width > from && start <= to;
            inside += isInside ? bin.Logins : 0;
            outside += isInside ? 0 : bin.Logins;
        }

        return outside + Math.Max(0, inside - toldByEvents);
    }

    /// <summary>One account from one address, with whatever programs: vpxd's log does not know the program, events do.</summary>
    private static void AddAccount(ClientLoad[] clients, List<LoadRow> rows, long from, long to)
    {
        ClientLoad[] byEvent = [.. clients.Where(client => !client.Events.IsEmpty)];
        ClientLoad[] byVpxd = [.. clients.Where(client => !client.Vpxd.IsEmpty && client.Events.IsEmpty)];
        if (byEvent.Length == 1 && byVpxd.Length == 1 && byVpxd[0].Client.UserAgent is null)
        {
            LoadRow both = LoadRow.Of(byEvent[0]);
            both.Vpxd = byEvent[0].Vpxd.IsEmpty ? byVpxd[0].Vpxd : both.Vpxd;
            both.Combine(from, to);
            rows.Add(both);
            rows.AddRange(clients.Where(client => client != byEvent[0] && client != byVpxd[0]).Select(LoadRow.Of));
            return;
        }

        List<LoadRow> own = [.. clients.Select(LoadRow.Of)];
        foreach (LoadRow row in own)
        {
            row.Combine(from, to);
        }

        LoadRow? unnamed = own.Find(row => row.Client.UserAgent is null && row.HasOnlyVpxd);
        unnamed?.TakeOff(own.Sum(row => row.OnlyByEvent), own.Sum(row => row.RefusedOnlyByEvent), own.Sum(row => row.CallsOnlyByEvent), from, to);
        rows.AddRange(own);
    }

    /// <summary>The minutes that events cover, with one on either side.</summary>
    private static (long From, long To) SpanOf(IEnumerable<LoadTally> events)
    {
        LoadTally[] told = [.. events.Where(tally => !tally.IsEmpty && tally.FirstTicks != long.MaxValue)];
        return told.Length == 0 ? (0, -1)
            : (ActivitySeries.MinuteOf(told.Min(tally => tally.FirstTicks)) - 1, ActivitySeries.MinuteOf(told.Max(tally => tally.LastTicks)) + 1);
    }
}
