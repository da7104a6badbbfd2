using System.Globalization;
using System.Text;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Writes synthetic lines after the forms of the public samples, and reads load.</summary>
internal static class LoadLogs
{
    public static readonly DateTimeOffset Night = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero);

    public static string At(double seconds) =>
        Night.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset TimeAt(double seconds) => Night.AddMilliseconds(Math.Round(seconds * 1000));

    /// <summary>The id of a session.</summary>
    public static string Session(int number) => string.Create(CultureInfo.InvariantCulture, $"52{number:x6}-246d-58b5-3234-278c6e0c5d0d");

    public static string Begin(
        double seconds,
        int session,
        string method = "vim.SessionManager.sessionIsActive",
        int lro = 1,
        string op = "7e1280cf"
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{At(seconds)} info vpxd[45715] [Originator@6876 sub=vpxLro opID={op}] [VpxLRO] -- BEGIN lro-{lro} -- SessionManager -- "
                + $"{method} -- {Session(session)}(52c289ac-2563-48d5-8a8e-f178da022c0d)"
        );

    public static string Login(double seconds, int session, int lro = 1, string op = "7e1280cf") =>
        Begin(seconds, session, "vim.SessionManager.loginByToken", lro, op);

    public static string Logout(double seconds, int session) => Begin(seconds, session, "vim.SessionManager.logout");

    public static string Refused(double seconds, int lro, string op) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{At(seconds)} info vpxd[45715] [Originator@6876 sub=vpxLro opID={op}] [VpxLRO] -- ERROR lro-{lro} -- SessionManager -- "
                + $"vim.SessionManager.login: vim.fault.InvalidLogin:\n--> )"
        );

    public static string Activation(double seconds, string op) =>
        $"{At(seconds)} warning vpxd[07879] [Originator@6876 sub=Vmomi opID={op}] VMOMI activation LRO failed; "
        + "<<2f06ebe1-8af5-4b00-85a2-afe4bf740b0d, <TCP '127.0.0.1 : 8085'>>, SessionManager, vim.SessionManager.login>, "
        + "N3Vim5Fault12InvalidLogin9ExceptionE(Fault cause: vim.fault.InvalidLogin\n--> )";

    public static string Section(double seconds, double started) =>
        $"{At(seconds)} - time the service was last started {At(started)}, Section for VMware VirtualCenter, pid=6432, version=8.0.3, "
        + "build=24322831, option=Release";

    public static string Owner(int session, string user, string address) =>
        $"--> /SessionStats/SessionPool/Session/Id='{Session(session)}'/Username='{user}'/ClientIP='{address}'"
        + "/SessionView/Container/TotalContainers/total 1";

    public static string Profiler(params string[] owners) =>
        $"{At(0)} info vpxd[1] [Originator@6876 sub=Profiler] ProfilerDump\n{string.Join('\n', owners)}";

    public static string EventLogin(double seconds, string user, string address, string agent) =>
        $"Event [11111111] [1-1] [{At(seconds)}] [vim.event.UserLoginSessionEvent] [info] [{user}] [] [11111111] [User "
        + $"{user}@{address} logged in as {agent}]";

    public static string EventLogout(double seconds, string user, string address, string agent, int calls) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Event [11111111] [1-1] [{At(seconds)}] [vim.event.UserLogoutSessionEvent] [info] [{user}] [] [11111111] [User "
                + $"{user}@{address} logged out (login time: Tuesday, 14 February, 2023 03:46:37 PM, number of API invocations: "
                + $"{calls}, user agent: {agent})]"
        );

    /// <summary>A line of Envoy's access log.</summary>
    public static string Request(double seconds, string address) =>
        $"{At(seconds + 1)} info envoy[2] [Originator@6876 sub=Default] {At(seconds)} POST /sdk HTTP/1.1 200 via_upstream - "
        + $"1670 11032 1 0 0 {address}:54080 192.0.2.1:443 127.0.0.1:49192 127.0.0.1:8085";

    /// <summary>The load in some logs of one vCenter, given by name and text.</summary>
    public static List<ApiClientLoad> Read(LoadRules? rules, LogReadReport report, params (string Name, string Text)[] logs)
    {
        ApiLoadReader reader = new(rules ?? LoadRules.Default, report);
        return
        [
            .. reader.Read(
                logs.Select(log => LogInput.FromStream(log.Name, new MemoryStream(Encoding.UTF8.GetBytes(log.Text)))),
                TestContext.Current.CancellationToken
            ),
        ];
    }

    public static List<ApiClientLoad> Read(params string[] lines) =>
        Read(null, new LogReadReport(), ("vpxd.txt", string.Join('\n', lines)));

    /// <summary>The load in files and folders.</summary>
    public static List<ApiClientLoad> ReadPaths(LogReadReport report, params string[] paths) =>
        [
            .. new ApiLoadReader(LoadRules.Default, report).Read(
                LogInputFinder.Find(paths, report, LogKinds.All),
                TestContext.Current.CancellationToken
            ),
        ];

    /// <summary>All figures of a client in one line.</summary>
    public static string Shape(ApiClientLoad load) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{load.User ?? "-"} {load.Address ?? "-"} {load.UserAgent ?? "-"}: "
                + $"in {load.Logins} out {load.Logouts} refused {load.RefusedLogins} peak {load.PeakSessions} at "
                + $"{Time(load.PeakSessionsTime)} calls {load.Calls} each {load.CallsPerSession} "
                + $"min {load.LoginsPerMinute} peak {load.PeakLoginsPerMinute} at {Time(load.PeakLoginsTime)} share "
                + $"{load.Share:0.######} from {Time(load.FirstSeen)} to {Time(load.LastSeen)} {load.Pattern} {load.SeenIn}"
        );

    private static string Time(DateTimeOffset? time) => time?.ToString("MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "-";
}
