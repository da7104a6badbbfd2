using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>The forms a log can come in.</summary>
public sealed class LogInputTests : IDisposable
{
    private const string Vpxd = "bundle/var/log/vmware/vpxd/";

    private readonly Inputs _inputs = new();

    public void Dispose() => _inputs.Dispose();

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public void Text_is_read_in_each_encoding(string encoding, bool mark)
    {
        Encoding form = Encoding.GetEncoding(encoding);
        string text = File.ReadAllText(Repository.Sample("kb-signature.log"));
        string path = _inputs.Write("a.log", [.. mark ? form.GetPreamble() : [], .. form.GetBytes(text)]);
        List<AuthFault> faults = _inputs.Read(path);
        Assert.Equal([1, 8], faults.Select(fault => fault.LineNumber));
        Assert.Equal(text.Split('\n')[0], faults[0].Text.Split('\n')[0]);
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void Line_ends_do_not_matter()
    {
        string text = File.ReadAllText(Repository.Sample("kb-signature.log"));
        string windows = _inputs.Write("crlf.log", Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
        string endless = _inputs.Write("endless.log", Encoding.UTF8.GetBytes(text.TrimEnd('\n')));
        Assert.Equal(_inputs.Read(Repository.Sample("kb-signature.log")).Select(Nameless), _inputs.Read(windows).Select(Nameless));
        Assert.Equal(_inputs.Read(Repository.Sample("kb-signature.log")).Select(Nameless), _inputs.Read(endless).Select(Nameless));

        static AuthFault Nameless(AuthFault fault) => fault with { Source = null };
    }

    [Fact]
    public void Rubbish_loses_nothing_around_it()
    {
        byte[] rubbish = new byte[3_000_000];
        new Random(1).NextBytes(rubbish);
        byte[] noNeedles = [.. rubbish.Select(b => b is (byte)'N' or (byte)'\n' ? (byte)0 : b)];
        string path = _inputs.Write("a.log", [.. noNeedles, (byte)'\n', .. Inputs.Log(1), .. noNeedles, (byte)'\n', .. Inputs.Log(2)]);
        Assert.Equal(["1", "2"], _inputs.Hosts(path));
        Assert.Equal(2, _inputs.Report.Counts.CutEntries);
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void A_folder_gives_vpxds_own_logs_oldest_first()
    {
        _inputs.Write("vpxd/vpxd-10.log", Inputs.Log(10));
        _inputs.Write("vpxd/vpxd-9.log.gz", Inputs.Gzip(Inputs.Log(9)));
        _inputs.Write("vpxd/vpxd-11.log", Inputs.Log(11));
        _inputs.Write("vpxd/vpxd-profiler-12.log", Inputs.Log(12));
        _inputs.Write("vpxd/vpxd-alert-1.log", Inputs.Log(13));
        _inputs.Write("vpxd/vpxd-alert.log", Inputs.Log(13));
        _inputs.Write("other/hostd.log", Inputs.Log(14));
        Assert.Equal(["9", "10", "11"], _inputs.Hosts(_inputs.Folder));
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void The_active_log_behind_its_link_is_read_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a privilege on Windows.");
        _inputs.Write("vpxd-1.log", Inputs.Log(1));
        string active = _inputs.Write("vpxd-2.log", Inputs.Log(2));
        File.CreateSymbolicLink(Path.Combine(_inputs.Folder, "vpxd.log"), "vpxd-2.log");
        Assert.Equal(["1", "2"], _inputs.Hosts(_inputs.Folder));
        Assert.Equal(["1", "2"], _inputs.Hosts(Path.Combine(_inputs.Folder, "vpxd*.log")));
        Assert.Equal(["2"], _inputs.Hosts(active, active, Path.Combine(_inputs.Folder, "vpxd-2.log")));
        Assert.Equal(["2"], _inputs.Hosts(Path.Combine(_inputs.Folder, "vpxd.log")));
    }

    [Fact]
    public void A_copy_of_the_active_log_is_read_once_the_longer_one()
    {
        byte[] log = Inputs.Log(7);
        _inputs.Write("vpxd-7.log", log);
        _inputs.Write("vpxd.log", [.. log, .. Inputs.Log(8)]);
        List<AuthFault> faults = _inputs.Read(_inputs.Folder);
        Assert.Equal(["vpxd.log", "vpxd.log"], faults.Select(fault => Path.GetFileName(fault.Source)));
        Assert.Equal(["HostSystem-host-7", "HostSystem-host-8"], faults.Select(fault => fault.VMHostId));
    }

    [Fact]
    public void Logs_of_two_vcenters_are_two_logs()
    {
        _inputs.Write("vc01/vpxd.log", Inputs.Log(1));
        _inputs.Write("vc02/vpxd.log", Inputs.Log(1));
        Assert.Equal(["1", "1"], _inputs.Hosts(_inputs.Folder));
    }

    [Theory]
    [InlineData("tgz")]
    [InlineData("tar")]
    [InlineData("zip")]
    public void A_bundle_is_read_in_place_oldest_first(string form)
    {
        (string, byte[])[] entries =
        [
            (Vpxd + "vpxd-10.log", Inputs.Log(10)),
            (Vpxd + "vpxd-2.log.gz", Inputs.Gzip(Inputs.Log(2))),
            ("bundle/hostd.log", Inputs.Log(99)),
            (Vpxd + "vpxd-profiler-3.log", Inputs.Log(98)),
            (Vpxd + "vpxd-1.log", Inputs.Log(1)),
        ];
        byte[] tar = Inputs.Tar([.. entries.Select(entry => (entry.Item1, (byte[]?)entry.Item2, (string?)null))]);
        string path = _inputs.Write("vc01." + form, form == "zip" ? Inputs.Zip(entries) : form == "tar" ? tar : Inputs.Gzip(tar));
        List<AuthFault> faults = _inputs.Read(path);
        Assert.Equal(
            [path + "!" + Vpxd + "vpxd-1.log", path + "!" + Vpxd + "vpxd-2.log.gz", path + "!" + Vpxd + "vpxd-10.log"],
            faults.Select(fault => fault.Source)
        );
        Assert.All(faults, fault => Assert.Equal(21, fault.LineNumber));
        Assert.Empty(_inputs.Problems);
        Assert.Equal([path], Directory.GetFiles(_inputs.Folder));
    }

    [Fact]
    public void The_link_of_a_bundle_counts_nothing_twice_and_a_dangling_one_is_said()
    {
        string whole = _inputs.Write(
            "whole.tgz",
            Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd.log", null, "vpxd-1.log"), (Vpxd + "vpxd-1.log", Inputs.Log(1), null)))
        );
        Assert.Equal(["1"], _inputs.Hosts(whole));
        Assert.Empty(_inputs.Problems);

        string part = _inputs.Write(
            "part.tgz",
            Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd.log", null, "vpxd-2.log"), (Vpxd + "vpxd-1.log", Inputs.Log(1), null)))
        );
        Assert.Equal(["1"], _inputs.Hosts(part));
        Assert.Contains("vpxd-2.log", Assert.Single(_inputs.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_the_active_log_in_a_bundle_is_read_once()
    {
        string path = _inputs.Write(
            "vc01.tgz",
            Inputs.Gzip(
                Inputs.Tar(
                    (Vpxd + "vpxd.log", Inputs.Log(2), null),
                    (Vpxd + "vpxd-2.log", Inputs.Log(2), null),
                    (Vpxd + "vpxd-1.log", Inputs.Log(1), null)
                )
            )
        );
        Assert.Equal(["1", "2"], _inputs.Hosts(path));
    }

    [Fact]
    public void A_bundle_with_more_faults_than_can_be_held_loses_none()
    {
        // About 40 MB of faults a log, newest first: three passes over the archive.
        byte[] big = [.. Enumerable.Repeat(Inputs.Log(0, lines: 0), 12_000).SelectMany(log => log)];
        byte[] Marked(int host) => [.. big, .. Inputs.Log(host)];
        string path = _inputs.Write(
            "vc01.tgz",
            Inputs.Gzip(
                Inputs.Tar([.. Enumerable.Range(1, 3).Reverse().Select(n => ($"{Vpxd}vpxd-{n}.log", (byte[]?)Marked(n), (string?)null))])
            )
        );
        List<AuthFault> faults = _inputs.Read(path);
        Assert.Equal(3 * 12_001, faults.Count);
        Assert.Equal(["1", "2", "3"], faults.Where(fault => fault.VMHostId != "HostSystem-host-0").Select(fault => fault.VMHostId![^1..]));
        Assert.Equal(faults.OrderBy(fault => fault.Source).ThenBy(fault => fault.LineNumber), faults);
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void A_bundle_inside_a_bundle_is_read()
    {
        byte[] inner = Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd-1.log", Inputs.Log(1), null)));
        byte[] esx = Inputs.Gzip(Inputs.Tar(("esx01/hostd.log", Inputs.Log(2), null)));
        string path = _inputs.Write("export.zip", Inputs.Zip(("vc01.tgz", inner), ("esx01.tgz", esx)));
        Assert.Equal(path + "!vc01.tgz!" + Vpxd + "vpxd-1.log", Assert.Single(_inputs.Read(path)).Source);
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void A_log_that_grows_while_it_is_read_gives_what_is_there()
    {
        string path = _inputs.Write("vpxd-1.log", Inputs.Log(1));
        using FileStream writer = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        writer.Write(Inputs.Log(2));
        writer.Write("2026-02-11T03:00:00.000Z info vpxd[1] [Originator@6876 sub=x"u8);
        writer.Flush();
        Assert.Equal(["1", "2"], _inputs.Hosts(path));
    }

    [Fact]
    public void Several_inputs_come_in_the_order_given()
    {
        string[] paths = [.. Enumerable.Range(1, 12).Select(n => _inputs.Write($"{13 - n:00}.log", Inputs.Log(n, lines: n % 3 * 20_000)))];
        Assert.Equal(Enumerable.Range(1, 12).Select(n => $"{n}"), _inputs.Hosts(paths));
        Assert.Equal(12, _inputs.Report.Counts.Logs);
    }
}
