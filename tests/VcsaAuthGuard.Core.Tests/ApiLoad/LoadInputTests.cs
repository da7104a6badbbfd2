using System.Text;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Tests.Logs;
using static VcsaAuthGuard.Tests.ApiLoad.LoadLogs;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>The same logs in every form of input have the same load.</summary>
public sealed class LoadInputTests : IDisposable
{
    private readonly Inputs _inputs = new();
    private readonly LogReadReport _report;
    private readonly RandomLoadLog _log = new(42);

    public LoadInputTests() => _report = new() { OnProblem = _inputs.Problems.Add };

    private List<string> Expected => NaiveLoadReader.Read(LoadRules.Default, _log.Profiler, _log.Vpxd, _log.Events, _log.Access);

    public void Dispose() => _inputs.Dispose();

    [Fact]
    public void A_folder_with_the_link_to_the_active_log_counts_it_once()
    {
        int half = _log.Vpxd.IndexOf('\n', _log.Vpxd.Length / 2) + 1;
        _inputs.Write("vpxd/vpxd-7.log.gz", Inputs.Gzip(Bytes(_log.Vpxd[..half])));
        string active = _inputs.Write("vpxd/vpxd-8.log", Bytes(_log.Vpxd[half..]));
        File.CreateSymbolicLink(Path.Combine(_inputs.Folder, "vpxd/vpxd.log"), active);
        _inputs.Write("vpxd/vpxd-profiler-8.log", Bytes(_log.Profiler));
        _inputs.Write("envoy/envoy-access.log", Bytes(_log.Access));
        _inputs.Write("zz/events.log", Bytes(_log.Events));
        _inputs.Write("vpxd/notes.txt", Bytes(_log.Vpxd)); // None of the appliance's logs.
        AssertSame(ReadPaths(_report, _inputs.Folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_bundle_has_its_logs_in_any_order(int shift)
    {
        (string, byte[]?, string?)[] entries =
        [
            ("vc01/var/log/vmware/vpxd/vpxd-8.log", Bytes(_log.Vpxd), null),
            ("vc01/var/log/vmware/envoy/envoy-access.log", Bytes(_log.Access), null),
            ("vc01/var/log/vmware/vpxd/vpxd-profiler-8.log.gz", Inputs.Gzip(Bytes(_log.Profiler)), null),
            ("vc01/var/log/vmware/events.log", Bytes(_log.Events), null),
        ];
        string bundle = _inputs.Write(
            "vc01.tgz",
            Inputs.Gzip(Inputs.Tar([("vc01/var/log/vmware/vpxd/vpxd.log", null, "vpxd-8.log"), .. entries[shift..], .. entries[..shift]]))
        );
        List<ApiClientLoad> loads = ReadPaths(_report, bundle);
        AssertSame(loads);
        Assert.All(loads, load => Assert.Equal(bundle, load.Source));
    }

    [Fact]
    public void Each_archive_is_a_vcenter_of_its_own()
    {
        string one = _inputs.Write("one.tgz", Inputs.Gzip(Inputs.Tar(("vpxd/vpxd.log", Bytes(Login(1, 1)), null))));
        string other = _inputs.Write("other.tgz", Inputs.Gzip(Inputs.Tar(("vpxd/vpxd.log", Bytes(Login(1, 1)), null))));
        string file = _inputs.Write("vpxd-9.log", Bytes(Login(1, 1)));
        List<ApiClientLoad> loads = ReadPaths(_report, one, other, file);
        Assert.Equal([one, other, null], loads.Select(load => load.Source));
        Assert.All(loads, load => Assert.Equal((1, 1.0), (load.Logins, load.Share)));
    }

    [Fact]
    public void Files_may_be_named_in_any_order()
    {
        // As a shell expands *: vpxd-8.log stands before vpxd-profiler-8.log.
        string[] paths =
        [
            _inputs.Write("a-access.log", Bytes(_log.Access)), _inputs.Write("events.log", Bytes(_log.Events)),
            _inputs.Write("vpxd-8.log", Bytes(_log.Vpxd)), _inputs.Write("vpxd-profiler-8.log", Bytes(_log.Profiler)),
        ];
        AssertSame(ReadPaths(_report, paths));
    }

    [Fact]
    public void Lines_come_one_by_one_too()
    {
        ApiLoadReader reader = new(LoadRules.Default, _report);
        foreach (string log in (string[])[_log.Profiler, _log.Vpxd, _log.Events, _log.Access])
        {
            foreach (string line in log.Split('\n'))
            {
                reader.Push(line, "pipeline");
            }
        }

        AssertSame([.. reader.Read([], TestContext.Current.CancellationToken)]);
    }

    [Theory]
    [InlineData("<14>1 2026-02-11T02:00:00.000Z vc01 vpxd 1234 - - ")]
    [InlineData("Feb 11 02:14:07 vc01 vpxd[12]: ")]
    [InlineData("<14>")]
    public void A_relay_may_have_put_its_prefix_in_front_of_each_line(string prefix)
    {
        string Prefixed(string log) => string.Join('\n', log.Split('\n').Select(line => prefix + line));
        AssertSame(
            Read(
                null,
                _report,
                ("p.txt", Prefixed(_log.Profiler)),
                ("v.txt", Prefixed(_log.Vpxd)),
                ("e.txt", Prefixed(_log.Events)),
                ("a.txt", Prefixed(_log.Access))
            )
        );
    }

    [Fact]
    public void Times_without_an_offset_are_counted()
    {
        Read(null, _report, ("vpxd.log", Login(1, 1).Replace("Z info", " info", StringComparison.Ordinal)));
        Assert.Equal(1, _report.Counts.TimesWithoutOffset);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private void AssertSame(List<ApiClientLoad> loads)
    {
        Assert.Empty(_inputs.Problems);
        Assert.Equal(Expected, loads.Select(Shape).Order(StringComparer.Ordinal));
        Assert.True(loads.Count > 3);
    }
}
