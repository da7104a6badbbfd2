using System.Globalization;
using VcsaAuthGuard.Fixtures;
using static VcsaAuthGuard.Tests.ApiLoad.LoadLogs;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Synthetic logs of one vCenter at random: clients of every pattern, seen in one source or several. The same seed gives the same
/// logs.</summary>
internal sealed class RandomLoadLog
{
    private static readonly string[] Agents = ["pyvmomi", "VMware vim-java 1.0", "PowerCLI/13.2", "govc/0.30"];

    private readonly Random _random;
    private readonly List<(double Time, string Line)> _vpxd = [];
    private readonly List<(double Time, string Line)> _events = [];
    private readonly List<(double Time, string Line)> _access = [];
    private readonly List<string> _owners = [];
    private readonly double _length;

    /// <summary>
    /// Indicates that the owner of sessions becomes known late. The minutes of such calls are not kept, so that their figures are exact
    /// only in total; events, which divide time, are therefore in other logs.
    /// </summary>
    private readonly bool _isOwnedLate;
    private int _session;
    private int _lro = 100;

    public RandomLoadLog(int seed)
    {
        _random = new(seed);
        _isOwnedLate = _random.OneIn(4);
        _length = 60 * _random.Pick(10, 60, 180);
        for (int client = _random.Next(1, 6); client > 0; client--)
        {
            AddClient(client);
        }

        for (int request = _random.Next(40); request > 0; request--)
        {
            AddRequest();
        }

        if (_random.OneIn(3))
        {
            double restart = _random.NextDouble() * _length;
            _vpxd.Add((restart, Section(restart, restart)));
            _vpxd.Add((restart + 500, Section(restart + 500, restart)));
        }

        // A log begins anew: it is another one's beginning, or a clock that was set.
        double late = _isOwnedLate ? 2 : _random.Pick(0.0, 2, 280);
        string[] vpxd = InOrder(_vpxd, late);
        int cut = !_isOwnedLate && _random.OneIn(5) ? _random.Next(vpxd.Length + 1) : 0;
        Vpxd = string.Join('\n', [.. vpxd[cut..], .. vpxd[..cut]]);
        Events = string.Join('\n', InOrder(_events, late));
        Access = string.Join('\n', InOrder(_access, 0));
        Profiler = LoadLogs.Profiler([.. _owners]);
    }

    public string Profiler { get; }

    public string Vpxd { get; }

    public string Events { get; }

    public string Access { get; }

    private string[] InOrder(List<(double Time, string Line)> lines, double late) =>
        [.. lines.OrderBy(line => line.Time + (late * _random.NextDouble())).Select(line => line.Line)];

    private void AddClient(int number)
    {
        string user = _random.Pick($@"VSPHERE.LOCAL\svc-{number}", $@"VSPHERE.LOCAL\shared", "root");
        string address = _random.Pick($"10.0.0.{number}", "10.0.0.99");
        string agent = _random.Pick<string>(Agents);
        bool isInVpxd = !_random.OneIn(4);
        bool isInEvents = !_isOwnedLate && !_random.OneIn(3);
        bool isOwned = _random.OneIn(2);
        double eventsFrom = _random.OneIn(3) ? _random.NextDouble() * _length : 0;
        double logsOut = _random.Pick(0.0, 0.5, 1);
        int calls = _random.Pick(0, 3, 6, 30);
        for (int session = _random.Next(1, 40); session > 0; session--)
        {
            int id = ++_session;
            double time = _random.NextDouble() * _length;
            double began = time;
            bool isRefused = _random.OneIn(12);
            if (isInVpxd)
            {
                time = AddSession(
                    id,
                    time,
                    _random.Next(calls + 1),
                    _random.NextDouble() < logsOut,
                    isRefused,
                    mayComeAgain: !_isOwnedLate
                );
                string owner = Owner(id, user, address);
                if (isOwned && _isOwnedLate)
                {
                    _vpxd.Add(
                        (began + (_random.NextDouble() * 100), "info vpxd[1] [Originator@6876 sub=Profiler] " + owner["--> ".Length..])
                    );
                }
                else if (isOwned && !_random.OneIn(10))
                {
                    _owners.Add(owner);
                }
            }

            if (isInEvents && !isRefused && began >= eventsFrom)
            {
                double behind = _random.NextDouble();
                _events.Add((began, EventLogin(began + behind, user, address, agent)));
                if (_random.NextDouble() < logsOut)
                {
                    _events.Add(
                        (
                            time,
                            EventLogout(
                                time + behind,
                                user,
                                address,
                                agent == "pyvmomi" ? "pyvmomi Python/3.8.13 (VMkernel; 7.0.3; x86_64))" : agent,
                                _random.Next(12)
                            )
                        )
                    );
                }
            }
        }

        if (_random.OneIn(4))
        {
            double time = _random.NextDouble() * _length;
            string count = _random.Next(1, 9).ToString(CultureInfo.InvariantCulture);
            _events.Add(
                (
                    time,
                    $"{At(time)} [authz-service-7 [] INFO com.vmware.cis.authorization.impl.AuthorizationManagerImpl opId=abcdef01] "
                        + $"Session count for user [after add]: {user} is {count}"
                )
            );
        }

        for (int refused = _random.OneIn(3) ? _random.Next(4) : 0; refused > 0; refused--)
        {
            double time = _random.NextDouble() * _length;
            _events.Add(
                (
                    time,
                    $"{At(time)} INFO websso[52:tomcat-http--15] [CorId=1] [auditlogger] "
                        + $"{{\"user\":\"{user.Replace(@"\", "-", StringComparison.Ordinal)}\",\"client\":\"{address}\","
                        + "\"type\":\"com.vmware.sso.LoginFailure\"}"
                )
            );
        }
    }

    /// <summary>A session in vpxd's log; gives when it ended.</summary>
    private double AddSession(int id, double time, int calls, bool logsOut, bool isRefused, bool mayComeAgain)
    {
        int lro = _lro++;
        string op = string.Create(CultureInfo.InvariantCulture, $"op-{lro}");
        if (!_random.OneIn(8))
        {
            _vpxd.Add((time, LoadLogs.Login(time, id, lro, op)));
        }
        else if (!isRefused)
        {
            calls++; // A session that was there before the log began.
        }

        if (isRefused)
        {
            string[] told = _random.Pick<string[]>(
                [Refused(time, lro, op)],
                [Refused(time, lro, op), Activation(time, op)],
                [Activation(time, op), Refused(time, lro, op)],
                [Activation(time, op)]
            );
            _vpxd.Add((time + 0.2, string.Join('\n', told)));
            return time;
        }

        for (; calls > 0; calls--)
        {
            time += _random.NextDouble() * _random.Pick(1, 60, 400, 2500);
            _vpxd.Add((time, Begin(time, id, lro: _lro, op: string.Create(CultureInfo.InvariantCulture, $"op-{_lro++}"))));
        }

        if (logsOut)
        {
            _vpxd.Add((time + 1, LoadLogs.Logout(time + 1, id)));
            if (mayComeAgain && _random.OneIn(6))
            {
                return AddSession(id, time + 2, calls: 1, logsOut: false, isRefused: false, mayComeAgain: false);
            }
        }

        return time + 1;
    }

    private void AddRequest()
    {
        double time = _random.NextDouble() * _length;
        string path = _random.Pick(
            "GET /api/vcenter/vm 200",
            "POST /api/session 201",
            "DELETE /api/session 204",
            "POST /api/session 401",
            "POST /sdk HTTP/1.1 200",
            "POST /rest/com/vmware/cis/session?~action=get HTTP/1.1 200"
        );
        _access.Add(
            (
                time,
                $"{At(time + 5)} info envoy[2928] [Originator@6876 sub=Default] {At(time)} {path} via_upstream - 0 180 gzip 99 98 0 "
                    + $"10.0.1.{_random.Next(4)}:38396 HTTP/1.1 TLSv1.2 10.11.20.240:443 127.0.0.1:56678 HTTP/1.1 - 127.0.0.1:12346 - -"
            )
        );
    }
}
