using System.IO.Compression;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>Inputs that are cut, corrupt or hostile: what could be read is given, then it is said what could not.</summary>
public sealed class DamagedInputTests : IDisposable
{
    private const string Vpxd = "bundle/var/log/vmware/vpxd/";

    private readonly Inputs _inputs = new();

    public void Dispose() => _inputs.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void A_cut_gzip_gives_what_it_holds_and_says_where_it_ends(CompressionLevel level)
    {
        byte[] whole = Inputs.Gzip([.. Inputs.Log(1), .. Inputs.Log(2, lines: 50_000), .. Inputs.Log(3)], level);
        byte[] cut = whole[..^(level == CompressionLevel.NoCompression ? 1500 : 300)];
        string path = _inputs.Write("vpxd-1.log.gz", cut);
        List<string> hosts = _inputs.Hosts(path);
        Assert.Equal(["1", "2"], hosts.Take(2));
        LogProblem problem = Assert.Single(_inputs.Problems);
        Assert.Equal((LogProblemKind.Corrupt, path), (problem.Kind, problem.Source));
        Assert.Contains($"at byte {cut.Length}", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Offset > 4_000_000);
    }

    [Fact]
    public void A_gzip_cut_anywhere_is_never_taken_for_whole()
    {
        byte[] whole = Inputs.Gzip(Inputs.Log(1, lines: 3));
        for (int length = 3; length < whole.Length; length++)
        {
            _inputs.Problems.Clear();
            _inputs.Read(_inputs.Write("a.gz", whole[..length]));
            Assert.True(_inputs.Problems.Count == 1, $"cut after {length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public void A_damaged_byte_is_found()
    {
        byte[] log = [.. Inputs.Log(1), .. Inputs.Log(2, lines: 30_000)];
        byte[] damaged = Inputs.Gzip(log);
        damaged[damaged.Length / 2] ^= 0xFF;
        Assert.Equal("1", _inputs.Hosts(_inputs.Write("vpxd-1.log.gz", damaged)).First());
        Assert.Equal(LogProblemKind.Corrupt, Assert.Single(_inputs.Problems).Kind);
    }

    [Fact]
    public void Gzip_files_put_together_are_one_log()
    {
        string path = _inputs.Write("vpxd-1.log.gz", [.. Inputs.Gzip(Inputs.Log(1)), .. Inputs.Gzip(Inputs.Log(2, lines: 9))]);
        Assert.Equal(["1", "2"], _inputs.Hosts(path));
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void A_cut_bundle_names_the_entry_and_gives_the_others()
    {
        byte[] tar = Inputs.Tar(
            (Vpxd + "vpxd-2.log", Inputs.Log(2), null),
            (Vpxd + "vpxd-1.log", [.. Inputs.Log(1), .. Inputs.Log(7, lines: 5000)], null)
        );
        string path = _inputs.Write("vc01.tar", tar[..^200_000]);
        Assert.Equal(["1", "2"], _inputs.Hosts(path));
        LogProblem problem = Assert.Single(_inputs.Problems);
        Assert.Equal((LogProblemKind.Corrupt, path + "!" + Vpxd + "vpxd-1.log"), (problem.Kind, problem.Source));
        Assert.NotNull(problem.Offset);
    }

    [Fact]
    public void A_cut_compressed_bundle_gives_what_it_holds()
    {
        byte[] tgz = Inputs.Gzip(
            Inputs.Tar((Vpxd + "vpxd-1.log", Inputs.Log(1, lines: 5000), null), (Vpxd + "vpxd-2.log", Inputs.Log(2, lines: 5000), null))
        );
        string path = _inputs.Write("vc01.tgz", tgz[..(tgz.Length * 3 / 4)]);
        Assert.Equal(["1"], _inputs.Hosts(path));
        Assert.Equal(
            (LogProblemKind.Corrupt, path + "!" + Vpxd + "vpxd-2.log"),
            (Assert.Single(_inputs.Problems).Kind, _inputs.Problems[0].Source)
        );
    }

    [Fact]
    public void A_damaged_log_in_a_whole_bundle_costs_only_that_log()
    {
        byte[] cut = Inputs.Gzip(Inputs.Log(2))[..^30];
        string path = _inputs.Write("vc01.tgz", Inputs.Gzip(Inputs.Tar(
            (Vpxd + "vpxd-1.log", Inputs.Log(1), null), (Vpxd + "vpxd-2.log.gz", cut, null), (Vpxd + "vpxd-3.log", Inputs.Log(3), null))));
        List<string> hosts = _inputs.Hosts(path);
        Assert.Equal("1", hosts.First());
        Assert.Equal("3", hosts.Last());
        Assert.Equal(path + "!" + Vpxd + "vpxd-2.log.gz", Assert.Single(_inputs.Problems).Source);
    }

    [Fact]
    public void A_zip_without_its_directory_gives_what_it_holds()
    {
        byte[] zip = Inputs.Zip((Vpxd + "vpxd-1.log", Inputs.Log(1, lines: 2000)), (Vpxd + "vpxd-2.log", Inputs.Log(2, lines: 2000)));
        string path = _inputs.Write("vc01.zip", zip[..^100]);
        Assert.Contains("1", _inputs.Hosts(path));
        Assert.Contains(
            _inputs.Problems,
            problem => problem.Kind == LogProblemKind.Corrupt && problem.Message.Contains("directory", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_zip_without_its_directory_ends_at_the_first_damaged_file()
    {
        string[] names = [.. Enumerable.Range(1, 3).Select(number => Vpxd + $"vpxd-{number}.log")];
        byte[] zip = Inputs.Zip([.. names.Select((name, index) => (name, Inputs.Log(index + 1)))]);
        zip = zip[..^30];
        int second = zip.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(names[1]));
        zip.AsSpan(second + names[1].Length + 40, 200).Clear();
        string path = _inputs.Write("vc01.zip", zip);
        Assert.Equal("1", _inputs.Hosts(path)[0]);
        Assert.Contains(_inputs.Problems, problem => problem.Source.EndsWith(names[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_named_pipe_is_read_once_and_whole()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mkfifo.");
        string path = Path.Combine(_inputs.Folder, "vpxd-1.log");
        Assert.Equal(0, VcsaAuthGuard.Fixtures.Repository.Run("mkfifo", [path], null).ExitCode);
        byte[] text = [.. Inputs.Log(1), .. Inputs.Log(2)];
        Task writing = Task.Run(() => File.WriteAllBytes(path, text), TestContext.Current.CancellationToken);
        Assert.Equal(["1", "2"], _inputs.Hosts(path));
        await writing;
    }

    [Fact]
    public void A_compression_bomb_ends_at_the_stated_ratio()
    {
        string path = _inputs.Write("vpxd-1.log.gz", Inputs.Gzip([.. Inputs.Log(1), .. new byte[200 << 20]]));
        Assert.Equal(["1"], _inputs.Hosts(path));
        LogProblem problem = Assert.Single(_inputs.Problems);
        Assert.Equal(LogProblemKind.CompressionBomb, problem.Kind);
        Assert.Contains("500 times", problem.Message, StringComparison.Ordinal);
        Assert.InRange(problem.Offset!.Value, ExpansionGuard.FreeBytes - (2 << 20), ExpansionGuard.FreeBytes + (2 << 20));
    }

    [Fact]
    public void What_is_not_there_or_holds_no_log_is_said()
    {
        _inputs.Write("empty/readme.txt", "x"u8.ToArray());
        string archive = _inputs.Write("esx.tgz", Inputs.Gzip(Inputs.Tar(("hostd.log", Inputs.Log(1), null))));
        Assert.Empty(
            _inputs.Read(
                Path.Combine(_inputs.Folder, "gone.log"),
                Path.Combine(_inputs.Folder, "gone*.log"),
                Path.Combine(_inputs.Folder, "empty"),
                archive
            )
        );
        Assert.Equal(4, _inputs.Problems.Count);
        Assert.All(_inputs.Problems, problem => Assert.Equal(LogProblemKind.NotFound, problem.Kind));
        Assert.Equal(4, _inputs.Report.Problems);
    }

    [Fact]
    public void A_bundle_on_a_stream_that_cannot_be_read_again_is_read()
    {
        LogReadReport report = new() { OnProblem = _inputs.Problems.Add };
        byte[] tgz = Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd-2.log", Inputs.Log(2), null), (Vpxd + "vpxd-1.log", Inputs.Log(1), null)));
        List<AuthFault> faults =
        [
            .. FaultReader.Read(
                [LogInput.FromStream("-", new MemoryStream(tgz))],
                new FaultQuery(),
                report,
                TestContext.Current.CancellationToken
            ),
        ];
        Assert.Equal([$"-!{Vpxd}vpxd-1.log", $"-!{Vpxd}vpxd-2.log"], faults.Select(fault => fault.Source));
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void Cancelling_ends_the_reading()
    {
        string path = _inputs.Write("vpxd-1.log", [.. Enumerable.Repeat(Inputs.Log(1), 3000).SelectMany(log => log)]);
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (AuthFault unused in FaultReader.Read([LogInput.FromFile(path)], new FaultQuery(), new LogReadReport(), stop.Token))
            {
                stop.Cancel();
            }
        });
    }

    [Fact]
    public void Stopping_early_leaves_no_file_open()
    {
        string path = _inputs.Write("vpxd-1.log", [.. Enumerable.Repeat(Inputs.Log(1), 3000).SelectMany(log => log)]);
        Assert.Single(
            FaultReader
                .Read([LogInput.FromFile(path)], new FaultQuery(), new LogReadReport(), TestContext.Current.CancellationToken)
                .Take(1)
        );
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(alone.CanWrite);
    }
}
