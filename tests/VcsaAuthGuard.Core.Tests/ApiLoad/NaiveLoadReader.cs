using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>
/// Load by docs/reading-logs.md, read as plainly as can be: regular expressions, lists that are walked, nothing of the engine's own
/// but the object that holds the answer. It knows the lines that <see cref="RandomLoadLog"/> writes.
/// </summary>
internal sealed partial class NaiveLoadReader(LoadRules rules)
{
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(5);

    private readonly List<Deed> _deeds = [];
    private readonly List<Session> _sessions = [];
    private readonly Dictionary<string, Who> _owners = [];
    private readonly List<(string Lro, string Op, Deed Login, Session? Session)> _begun = [];
    private readonly HashSet<string> _refusedOps = [];
    private readonly Dictionary<(Who, Source), (int Count, DateTime Time)> _peaks = [];
    private readonly Dictionary<Who, Ring> _rings = [];
    private readonly Dictionary<string, string> _agents = [];
    private DateTime _clock;
    private DateTime _started;

    public enum Source
    {
        Vpxd,
        Events,
        SignOn,
        Access,
    }

    public enum Kind
    {
        Login,
        Logout,
        Call,
        Refused,
        SessionEnd,
        SessionStart,
        Seen,
    }

    /// <param name="User">The account in capitals, as they are not told apart.</param>
    /// <param name="Address">The address.</param>
    /// <param name="Agent">The first word of the program's name.</param>
    public sealed record Who(string? User, string? Address, string? Agent);

    public static List<string> Read(LoadRules rules, params string[] logs)
    {
        NaiveLoadReader reader = new(rules);
        foreach (string line in logs.SelectMany(log => log.Split('\n')))
        {
            reader.Take(line);
        }

        reader._sessions.ToList().ForEach(reader.End);
        return new NaiveLoadMerge(rules, reader._deeds, reader._peaks, reader._agents).Rows();
    }

    private static DateTime Time(Match match) =>
        DateTime.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    private static long Minute(DateTime time) => time.Ticks / TimeSpan.TicksPerMinute;

    private Who Named(string? user, string? address, string? agent)
    {
        string? first = agent?.Split(' ', '/')[0];
        string key = $"{user}|{address}|{first}";
        if (agent is not null && agent.Length > _agents.GetValueOrDefault(key, "").Length)
        {
            _agents[key] = agent;
        }

        return new(user, address, first);
    }

    private void Take(string line)
    {
        if (BeginLine().Match(line) is { Success: true } begin)
        {
            Begin(begin, Time(begin));
        }
        else if (OwnerLine().Match(line) is { Success: true } owner)
        {
            Own(owner.Groups["id"].Value, Named(owner.Groups["user"].Value, owner.Groups["ip"].Value, null));
        }
        else if (RefusedLine().Match(line) is { Success: true } refused)
        {
            Refuse(refused.Groups["lro"].Value, refused.Groups["op"].Value, Time(refused));
        }
        else if (SectionLine().Match(line) is { Success: true } section)
        {
            Restart(Time(section));
        }
        else if (EventLine().Match(line) is { Success: true } told)
        {
            TakeEvent(told, Time(told));
        }
        else if (SignOnLine().Match(line) is { Success: true } signOn)
        {
            _deeds.Add(new(new(signOn.Groups["user"].Value, signOn.Groups["ip"].Value, null), Source.SignOn, Kind.Refused, Time(signOn)));
        }
        else if (CountLine().Match(line) is { Success: true } count)
        {
            Who who = new(count.Groups["user"].Value, null, null);
            _deeds.Add(new(who, Source.SignOn, Kind.Seen, Time(count)));
            NotePeak(who, Source.SignOn, int.Parse(count.Groups["count"].Value, CultureInfo.InvariantCulture), Time(count));
        }
        else if (AccessText().Match(line) is { Success: true } access)
        {
            bool isSession = access.Groups["path"].Value is "/api/session" or "/rest/com/vmware/cis/session";
            Kind kind = (isSession, access.Groups["method"].Value, access.Groups["status"].Value) switch
            {
                (true, "POST", "200" or "201") => Kind.Login,
                (true, "POST", "401") => Kind.Refused,
                (true, "DELETE", "200" or "204") => Kind.Logout,
                _ => Kind.Call,
            };
            _deeds.Add(new(new(null, access.Groups["ip"].Value, null), Source.Access, kind, Time(access)));
        }
    }

    private void MoveClock(DateTime time)
    {
        if (_clock - time > Lateness)
        {
            _sessions.ToList().ForEach(End);
            (_clock, _started) = (time, default);
        }

        _clock = time > _clock ? time : _clock;
        foreach (Session over in _sessions.Where(session => Minute(_clock) > Minute(session.Last + rules.IdleTimeout)).ToList())
        {
            End(over);
        }
    }

    private void Begin(Match begin, DateTime time)
    {
        MoveClock(time);
        string id = begin.Groups["id"].Value;
        string method = begin.Groups["method"].Value;
        Session? session = _sessions.Find(open => open.Id == id);
        if (method == "logout")
        {
            _deeds.Add(new(session?.Owner ?? OwnerOf(id), Source.Vpxd, Kind.Logout, time));
            if (session is not null)
            {
                End(session);
            }

            return;
        }

        if (session is null)
        {
            session = new(id, OwnerOf(id), time, time);
            _sessions.Add(session);
            NotePeak(session.Owner, Source.Vpxd, OpenOf(session.Owner), time);
        }

        session.Last = time > session.Last ? time : session.Last;
        bool isLogin = method.StartsWith("login", StringComparison.Ordinal) || method == "impersonateUser";
        Deed deed = new(session.Owner, Source.Vpxd, isLogin ? Kind.Login : Kind.Call, time);
        session.Deeds.Add(deed);
        _deeds.Add(deed);
        if (isLogin)
        {
            _begun.Add((begin.Groups["lro"].Value, begin.Groups["op"].Value, deed, session));
            _refusedOps.Remove(begin.Groups["op"].Value);
        }
    }

    private void Refuse(string lro, string op, DateTime time)
    {
        MoveClock(time);
        if (!_refusedOps.Add(op))
        {
            return;
        }

        int at = _begun.FindLastIndex(begun => begun.Lro == lro);
        at = at >= 0 ? at : _begun.FindLastIndex(begun => begun.Op == op);
        if (at < 0)
        {
            _deeds.Add(new(new(null, null, null), Source.Vpxd, Kind.Refused, time));
            return;
        }

        (_, _, Deed login, Session? session) = _begun[at];
        _begun.RemoveAt(at);
        login.Kind = Kind.Refused;
        session!.Deeds.Remove(login);
        if (session.Deeds.Count == 0)
        {
            _sessions.Remove(session); // It never was one.
        }
    }

    private void Restart(DateTime started)
    {
        if (started > _started)
        {
            _started = started;
            _sessions.Where(session => session.Last < started).ToList().ForEach(End);
        }
    }

    private void End(Session session)
    {
        _sessions.Remove(session);
        _deeds.Add(
            new(session.Owner, Source.Vpxd, Kind.SessionEnd, session.Last)
            {
                Calls = session.Deeds.Count(deed => deed.Kind == Kind.Call),
                HasBegun = session.Deeds.Exists(deed => deed.Kind == Kind.Login),
            }
        );
    }

    private void Own(string id, Who owner)
    {
        _owners[id] = owner;
        if (_sessions.Find(open => open.Id == id) is { Owner.User: null } session)
        {
            Who nobody = session.Owner;
            session.Owner = owner;
            foreach (Deed deed in session.Deeds)
            {
                _deeds.Add(new(nobody, Source.Vpxd, Kind.Seen, deed.Time)); // It was seen before it was known whose it is.
                deed.Who = owner;
            }

            NotePeak(owner, Source.Vpxd, OpenOf(owner), session.Last);
        }
    }

    private void TakeEvent(Match told, DateTime time)
    {
        Who who = Named(told.Groups["user"].Value, told.Groups["ip"].Value, told.Groups["agent"].Value);
        bool isLogin = told.Groups["in"].Success;
        if (!_rings.TryGetValue(who, out Ring? ring))
        {
            _rings[who] = ring = new() { Clock = Minute(time) };
        }

        if (ring.Clock - Minute(time) > Minute(new DateTime(Lateness.Ticks)))
        {
            ring.Open.Clear();
            ring.Clock = Minute(time);
        }

        ring.Clock = Math.Max(ring.Clock, Minute(time));
        ring.Open.RemoveAll(login => ring.Clock - login > (long)rules.IdleTimeout.TotalMinutes);
        if (isLogin)
        {
            ring.Open.Add(ring.Clock);
            NotePeak(who, Source.Events, ring.Open.Count, time);
            _deeds.Add(new(who, Source.Events, Kind.Login, time));
            return;
        }

        if (ring.Open.Count > 0)
        {
            ring.Open.Remove(ring.Open.Min());
        }

        int calls = int.Parse(told.Groups["calls"].Value, CultureInfo.InvariantCulture);
        _deeds.Add(new(who, Source.Events, Kind.Logout, time));
        _deeds.Add(new(who, Source.Events, Kind.SessionEnd, time) { Calls = calls, HasBegun = true });
    }

    private Who OwnerOf(string id) => _owners.GetValueOrDefault(id) ?? new(null, null, null);

    private int OpenOf(Who owner) => _sessions.Count(session => session.Owner == owner);

    private void NotePeak(Who who, Source source, int count, DateTime time)
    {
        if (count > _peaks.GetValueOrDefault((who, source)).Count)
        {
            _peaks[(who, source)] = (count, time);
        }
    }

    [GeneratedRegex(@"SessionPool/Session/Id='(?<id>[^']+)'/Username='(?<user>[^']+)'/ClientIP='(?<ip>[^']+)'")]
    private static partial Regex OwnerLine();

    [GeneratedRegex(
        @"^(?<time>\S+Z) .*opID=(?<op>[^\]]+)\] \[VpxLRO\] -- BEGIN (?<lro>\S+) -- .*\.(?<method>\w+) -- (?<id>[0-9a-f-]{36})\("
    )]
    private static partial Regex BeginLine();

    [GeneratedRegex(
        @"^(?<time>\S+Z) .*opID=(?<op>[^\]]+)\] (\[VpxLRO\] -- ERROR (?<lro>\S+) -- .*InvalidLogin|VMOMI activation LRO "
            + @"failed;.*InvalidLogin)"
    )]
    private static partial Regex RefusedLine();

    [GeneratedRegex(@"last started (?<time>\S+Z), Section for VMware VirtualCenter")]
    private static partial Regex SectionLine();

    [GeneratedRegex(
        @"^Event .*\[(?<time>[^\]]+Z)\] \[vim\.event\.User(Login|Logout)SessionEvent\].*\[User (?<user>\S+)@(?<ip>\S+) logged "
            + @"((?<in>in) as (?<agent>.*)|out \(.*invocations: (?<calls>\d+), user agent: (?<agent>.*)\))\]$"
    )]
    private static partial Regex EventLine();

    [GeneratedRegex("^(?<time>\\S+Z) .*\"user\":\"(?<user>[^\"]+)\",\"client\":\"(?<ip>[^\"]+)\".*LoginFailure")]
    private static partial Regex SignOnLine();

    [GeneratedRegex(@"^(?<time>\S+Z) .*\[after add\]: (?<user>\S+) is (?<count>\d+)")]
    private static partial Regex CountLine();

    [GeneratedRegex(
        @" (?<time>\S+Z) (?<method>GET|POST|DELETE) (?<path>\S+) (HTTP/\S+ )?(?<status>\d+) .*? (?<ip>\d+\.\d+\.\d+\.\d+):\d+ "
    )]
    private static partial Regex AccessText();

    /// <summary>Represents an action of a client, or a report of one.</summary>
    public sealed class Deed(Who who, Source source, Kind kind, DateTime time)
    {
        public Who Who { get; set; } = who;

        public Source Source { get; } = source;

        public Kind Kind { get; set; } = kind;

        public DateTime Time { get; } = time;

        public int Calls { get; init; }

        /// <summary>Of a session's end: whether all of its calls are known.</summary>
        public bool HasBegun { get; init; }
    }

    private sealed class Session(string id, Who owner, DateTime first, DateTime last)
    {
        public string Id { get; } = id;

        public Who Owner { get; set; } = owner;

        public DateTime First { get; } = first;

        public DateTime Last { get; set; } = last;

        public List<Deed> Deeds { get; } = [];
    }

    private sealed class Ring
    {
        public long Clock { get; set; }

        public List<long> Open { get; } = [];
    }
}
