using System.Globalization;
using System.Text;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>Builds small SYNTHETIC logs of a night, in order of time; seconds count from 02:00.</summary>
internal sealed class NightLog
{
    private const int Hour = 3600;

    private readonly List<(double Second, string Text)> _entries = [];

    public static DateTimeOffset Night => LoadLogs.Night;

    /// <summary>An ordinary night from 22:00 to 05:00: a call every five minutes.</summary>
    public static NightLog Quiet()
    {
        NightLog log = new();
        for (int second = -4 * Hour; second <= 3 * Hour; second += 300)
        {
            log.Add(second, LoadLogs.Begin(second, 1, op: $"quiet{second}"));
        }

        return log;
    }

    public NightLog Add(double second, string entry)
    {
        _entries.Add((second, entry));
        return this;
    }

    /// <summary>Calls refused over the gateway, one a second, each for the next of some hosts.</summary>
    public NightLog Refused(int count, int hosts = 4, double second = 0, Func<int, string>? op = null)
    {
        for (int i = 0; i < count; i++)
        {
            string id = op?.Invoke(i) ?? $"refused{i}";
            Add(
                second + i,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{LoadLogs.At(second + i)} info vpxd[4085937] [Originator@6876 sub=vmomi.soapStub[774949] opID={id}] SOAP request "
                        + $"returned HTTP failure; <<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, "
                        + $"<UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-{100 + (i % hosts)}/sdk>, method: fileManagement; code: "
                        + $"500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {{\n"
                        + $"-->    object = 'vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2', \n-->    msg = \"fileManagement. "
                        + $"The session is not authenticated.\"\n--> }}"
                )
            );
        }

        return this;
    }

    /// <summary>Logins by event, one a second.</summary>
    public NightLog Logins(int count, double second, string user = @"CORP\script", string agent = "PowerCLI", bool logout = true)
    {
        for (int i = 0; i < count; i++)
        {
            Add(second + i, LoadLogs.EventLogin(second + i, user, "10.0.0.7", agent));
            if (logout)
            {
                Add(second + i + 0.5, LoadLogs.EventLogout(second + i + 0.5, user, "10.0.0.7", agent, 2));
            }
        }

        return this;
    }

    public NightLog SessionLimit(double second, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            Add(
                second + i,
                $"{LoadLogs.At(second + i)} error vpxd[1] [Originator@6876 sub=HTTP session map] Out of HTTP sessions: Limited to 2000"
            );
        }

        return this;
    }

    /// <summary>Adds a call that failed at the gateway because its host could not be reached.</summary>
    public NightLog GatewayFailure(double second, int host) =>
        Add(
            second,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{LoadLogs.At(second)} info vpxd[1] [Originator@6876 sub=vmomi.soapStub[7] opID=down{second}] SOAP request returned "
                    + $"HTTP failure; <<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, "
                    + $"/hgw/host-{host}/sdk>, method: fileManagement; code: 503(Service Unavailable); fault: "
                    + $"(vim.fault.HostConnectFault) {{\n-->    msg = \"\"\n--> }}"
            )
        );

    public NightLog RefusedLogins(int count, double second, string user = @"CORP\old")
    {
        for (int i = 0; i < count; i++)
        {
            Add(second + i, LoadLogs.Login(second + i, 5000 + i, 5000 + i, $"bad{second}-{i}"));
            Add(second + i + 0.1, LoadLogs.Refused(second + i + 0.1, 5000 + i, $"bad{second}-{i}"));
        }

        return this;
    }

    public override string ToString() => string.Join('\n', _entries.OrderBy(entry => entry.Second).Select(entry => entry.Text)) + "\n";

    public VcsaDiagnosis Diagnose(DiagnosisOptions? options = null) => Assert.Single(Diagnose(options, ("vpxd.txt", ToString())));

    /// <summary>The diagnosis of a part of the night.</summary>
    public VcsaDiagnosis Diagnose(DiagnosisOptions options, TimeRange range) =>
        Assert.Single(
            new DiagnosisReader(options, new LogReadReport()) { Range = range }.Read(
                [LogInput.FromStream("vpxd.txt", new MemoryStream(Encoding.UTF8.GetBytes(ToString())))],
                TestContext.Current.CancellationToken
            )
        );

    public static List<VcsaDiagnosis> Diagnose(DiagnosisOptions? options, params (string Name, string Text)[] logs) =>
        [
            .. new DiagnosisReader(options ?? new(), new LogReadReport()).Read(
                logs.Select(log => LogInput.FromStream(log.Name, new MemoryStream(Encoding.UTF8.GetBytes(log.Text)))),
                TestContext.Current.CancellationToken
            ),
        ];

    /// <summary>Returns the evidence of a rule, for or against the verdict; null if the rule did not apply.</summary>
    public DiagnosisEvidence? Found(string rule, DiagnosisOptions? options = null)
    {
        VcsaDiagnosis diagnosis = Diagnose(options);
        return diagnosis.Evidence.Concat(diagnosis.Against).SingleOrDefault(item => item.Rule == rule);
    }
}
