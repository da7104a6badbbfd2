using VcsaAuthGuard.ApiLoad;

using static VcsaAuthGuard.Tests.ApiLoad.NaiveLoadReader;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Puts together what <see cref="NaiveLoadReader"/> found, by the merging rule of docs/reading-logs.md.</summary>
internal sealed class NaiveLoadMerge(
    LoadRules rules, List<Deed> deeds, Dictionary<(Who, Source), (int Count, DateTime Time)> peaks, Dictionary<string, string> agents)
{
    private static readonly string[] Figures = ["in", "out", "calls", "refused", "ended", "short"];

    private (long From, long To)? _shared;

    public List<string> Rows()
    {
        (long From, long To)? vpxd = Span(Source.Vpxd);
        (long From, long To)? events = Span(Source.Events);
        _shared = vpxd is null || events is null || Math.Max(vpxd.Value.From, events.Value.From) > Math.Min(vpxd.Value.To, events.Value.To)
            ? null
            : (Math.Max(vpxd.Value.From, events.Value.From), Math.Min(vpxd.Value.To, events.Value.To));

        Who[] all = [.. deeds.Select(deed => deed.Who).Distinct()];
        List<Row> rows = [];
        Dictionary<string, long> told = Figures.ToDictionary(name => name, _ => 0L);
        foreach (IGrouping<string?, Who> account in all.Where(who => who.User is not null).GroupBy(who => who.User))
        {
            Row? homeless = null;
            Dictionary<string, long> ofAccount = Figures.ToDictionary(name => name, _ => 0L);
            foreach (IGrouping<string?, Who> place in account.GroupBy(who => who.Address))
            {
                Who[] named = [.. place.Where(who => who.Agent is not null)];
                Who[] unnamed = [.. place.Where(who => who.Agent is null)];
                List<Row> ofPlace =
                    named.Length == 1 ? [new Row(this, [named[0], .. unnamed])] : [.. named.Select(who => new Row(this, [who]))];
                Dictionary<string, long> left = Figures.ToDictionary(name => name, name => ofPlace.Sum(row => row.EventExcess(name)));
                rows.AddRange(ofPlace);
                if (named.Length != 1 && unnamed.Length > 0)
                {
                    Row rest = new(this, unnamed);
                    rest.Subtract(left);
                    homeless = place.Key is null ? rest : homeless;
                    rows.Add(rest);
                    Figures.ToList().ForEach(name => left[name] += rest.EventExcess(name));
                }

                Figures.ToList().ForEach(name => ofAccount[name] += left[name]);
            }

            homeless?.Subtract(ofAccount);
            Figures.ToList().ForEach(name => told[name] += ofAccount[name]);
        }

        Row nobody = new(this, [new(null, null, null)]);
        nobody.Subtract(told);
        rows.Add(nobody);
        rows.AddRange(all.Where(who => who.User is null && who.Address is not null).Select(who => new Row(this, [who])));
        rows.RemoveAll(row => row.IsEmpty);
        long logins = rows.Sum(row => row["in"]);
        return [.. rows.Select(row => LoadLogs.Shape(row.ToLoad(logins, rules))).Order(StringComparer.Ordinal)];
    }

    private static long Minute(DateTime time) => time.Ticks / TimeSpan.TicksPerMinute;

    private (long From, long To)? Span(Source source)
    {
        DateTime[] times = [.. deeds.Where(deed => deed.Source == source && deed.Kind != Kind.SessionEnd).Select(deed => deed.Time)];
        return times.Length == 0 ? null : (Minute(times.Min()) - 1, Minute(times.Max()) + 1);
    }

    private sealed class Row
    {
        private readonly NaiveLoadMerge _merge;
        private readonly Who[] _who;
        private readonly Deed[] _deeds;
        private readonly Dictionary<string, long> _figures = [];
        private readonly Dictionary<string, long> _untold = [];
        private readonly Dictionary<string, long> _told = [];
        private bool _isReduced;

        public Row(NaiveLoadMerge merge, Who[] who)
        {
            _merge = merge;
            _who = who;
            _deeds = [.. merge.Deeds.Where(deed => who.Contains(deed.Who))];
            foreach (string name in Figures)
            {
                long vpxdIn = Count(name, Source.Vpxd, isInside: true);
                long eventsIn = name == "refused"
                    ? Math.Max(Count(name, Source.Events, true), Count(name, Source.SignOn, true))
                    : Count(name, Source.Events, true);
                _untold[name] = Math.Max(0, vpxdIn - eventsIn);
                _told[name] = name == "calls" ? 0 : Math.Max(0, eventsIn - vpxdIn);
                long larger = name != "short" ? Math.Max(vpxdIn, eventsIn)
                    : Count("ended", Source.Vpxd, true) >= Count("ended", Source.Events, true) ? vpxdIn : eventsIn;
                _figures[name] = larger + Count(name, Source.Vpxd, false) + Count(name, Source.Events, false) + Requests(name);
            }
        }

        public bool IsEmpty => Figures.Take(4).Sum(name => _figures[name]) == 0 && (_isReduced || Peak.Count == 0 || IsNobody);

        private bool IsNobody => Array.TrueForAll(_who, who => who == new Who(null, null, null));

        public long this[string name] => _figures[name];

        private (int Count, DateTime Time) Peak
        {
            get
            {
                (int Count, DateTime Time) best = default;
                foreach (Source source in Enum.GetValues<Source>())
                {
                    foreach (Who who in _who)
                    {
                        (int Count, DateTime Time) peak = _merge.Peaks.GetValueOrDefault((who, source));
                        best = peak.Count > best.Count ? peak : best;
                    }
                }

                return best;
            }
        }

        public long EventExcess(string name) => _told[name];

        public void Subtract(Dictionary<string, long> told)
        {
            foreach (string name in Figures)
            {
                long taken = Math.Min(told[name], _untold[name]);
                _figures[name] -= taken;
                told[name] -= taken;
                _isReduced |= taken > 0;
            }
        }

        public ApiClientLoad ToLoad(long allLogins, LoadRules rules)
        {
            bool byEvents = Count("in", Source.Events, true) > Count("in", Source.Vpxd, true);
            List<(long Minute, int Count)> minutes =
            [
                .. _deeds
                    .Where(deed =>
                        deed.Kind == Kind.Login
                        && (deed.Source == Source.Access || !IsInside(deed) || (deed.Source == Source.Events) == byEvents)
                    )
                    .GroupBy(deed => Minute(deed.Time))
                    .Select(group => (group.Key, group.Count()))
                    .OrderBy(minute => minute.Key),
            ];
            List<int> sorted = [.. minutes.Select(minute => minute.Count).Order()];
            (long peakMinute, int peakLogins) = minutes.Count == 0 || this["in"] == 0 ? default : minutes.MaxBy(minute => minute.Count);
            long sessions = _deeds.Count(deed => deed.Source == Source.Vpxd && deed.Kind == Kind.SessionEnd);
            long told = _deeds.Count(deed => deed.Source == Source.Events && deed.Kind == Kind.SessionEnd);
            int callsSeen = _deeds.Count(deed => deed.Source == Source.Vpxd && deed.Kind == Kind.Call);
            int callsTold = _deeds.Where(deed => deed.Source == Source.Events).Sum(deed => deed.Calls);
            (double calls, double by) = sessions > 0 && callsSeen >= callsTold ? (callsSeen, sessions)
                : told > 0 ? (callsTold, told)
                : (_deeds.Count(deed => deed.Source == Source.Access && deed.Kind == Kind.Call), Requests("in"));
            DateTime[] times = [.. _deeds.Where(deed => deed.Kind != Kind.SessionEnd).Select(deed => deed.Time)];
            bool isPerItem = this["ended"] >= rules.MinLogins && this["short"] * 2 > this["ended"];
            bool isLeaking = this["in"] - this["out"] >= rules.MinLogins && this["in"] > rules.LeakRatio * this["out"];
            Who who = _who[0];
            return new()
            {
                Client = new(who.User, who.Address, who.Agent is null ? null : _merge.Agents[$"{who.User}|{who.Address}|{who.Agent}"]),
                Logins = this["in"],
                Logouts = this["out"],
                RefusedLogins = this["refused"],
                Calls = this["calls"],
                PeakSessions = Peak.Count,
                PeakSessionsTime = Peak.Count == 0 ? null : Peak.Time,
                CallsPerSession = by == 0 ? null : Math.Round(calls / by, 1),
                LoginsPerMinute =
                    sorted.Count == 0 || this["in"] == 0 ? 0 : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0,
                PeakLoginsPerMinute = peakLogins,
                PeakLoginsTime = peakLogins == 0 ? null : new DateTime(peakMinute * TimeSpan.TicksPerMinute, DateTimeKind.Utc),
                Share = allLogins == 0 ? 0 : (double)this["in"] / allLogins,
                FirstSeen = times.Length == 0 ? null : times.Min(),
                LastSeen = times.Length == 0 ? null : times.Max(),
                Pattern = (isPerItem ? LoadPatterns.LoginPerItem : 0) | (isLeaking ? LoadPatterns.Leaking : 0),
                SeenIn = Enum.GetValues<Source>()
                    .Where(source => _deeds.Any(deed => deed.Source == source))
                    .Aggregate(LoadSources.None, (seen, source) => seen | (LoadSources)(1 << (int)source)),
            };
        }

        private bool IsInside(Deed deed) =>
            _merge._shared is (long from, long to)
            && deed.Source is Source.Vpxd or Source.Events
            && Minute(deed.Time) >= from
            && Minute(deed.Time) <= to;

        private long Requests(string name)
        {
            long logins = _deeds.Count(deed => deed.Source == Source.Access && deed.Kind == Kind.Login);
            long calls = _deeds.Count(deed => deed.Source == Source.Access && deed.Kind == Kind.Call);
            return name switch
            {
                "in" or "ended" => logins,
                "calls" => calls,
                "short" => calls <= logins * _merge.Rules.MaxCallsPerItem ? logins : 0,
                "out" => _deeds.Count(deed => deed.Source == Source.Access && deed.Kind == Kind.Logout),
                _ => _deeds.Count(deed => deed.Source == Source.Access && deed.Kind == Kind.Refused),
            };
        }

        /// <summary>A figure of a source, in the shared time or out of it. Refusals and ends of sessions are wholly in it.</summary>
        private long Count(string name, Source source, bool isInside)
        {
            IEnumerable<Deed> own = _deeds.Where(deed => deed.Source == source);
            IEnumerable<Deed> placed = own.Where(deed => IsInside(deed) == isInside);
            bool endsHere = isInside == (_merge._shared is not null);
            return name switch
            {
                "in" => placed.Count(deed => deed.Kind == Kind.Login),
                "out" => placed.Count(deed => deed.Kind == Kind.Logout),
                "calls" => source == Source.Events
                    ? placed.Where(deed => deed.Kind == Kind.SessionEnd).Sum(deed => deed.Calls)
                    : placed.Count(deed => deed.Kind == Kind.Call),
                "refused" => isInside ? own.Count(deed => deed.Kind == Kind.Refused) : 0,
                "ended" => endsHere ? own.Count(deed => deed.Kind == Kind.SessionEnd && deed.HasBegun) : 0,
                _ => endsHere
                    ? own.Count(deed => deed.Kind == Kind.SessionEnd && deed.HasBegun && deed.Calls <= _merge.Rules.MaxCallsPerItem)
                    : 0,
            };
        }
    }

    private List<Deed> Deeds => deeds;

    private Dictionary<(Who, Source), (int Count, DateTime Time)> Peaks => peaks;

    private Dictionary<string, string> Agents => agents;

    private LoadRules Rules => rules;
}
