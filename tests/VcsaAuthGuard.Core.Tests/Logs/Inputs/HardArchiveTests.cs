using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>Archives that hold more than is held, lie about themselves, or are damaged in odd places.</summary>
public sealed class HardArchiveTests : IDisposable
{
    private const string Vpxd = "bundle/var/log/vmware/vpxd/";

    /// <summary>About 30 MB of records: twice what is held.</summary>
    private const int Dense = 16_000;

    private readonly Inputs _inputs = new();

    public void Dispose() => _inputs.Dispose();

    [Theory]
    [InlineData("tar")]
    [InlineData("tgz")]
    [InlineData("zip")]
    public void Logs_that_each_outgrow_what_is_held_are_all_read(string form)
    {
        (string, byte[])[] entries = [.. Enumerable.Range(1, 3).Reverse().Select(n => ($"{Vpxd}vpxd-{n}.log", Faults(Dense, n)))];
        byte[] tar = Inputs.Tar([.. entries.Select(entry => (entry.Item1, (byte[]?)entry.Item2, (string?)null))]);
        string path = _inputs.Write("vc01." + form, form == "zip" ? Inputs.Zip(entries) : form == "tgz" ? Inputs.Gzip(tar) : tar);
        List<AuthFault> faults = _inputs.Read(path);
        Assert.Equal(
            Enumerable.Range(1, 3).SelectMany(n => Enumerable.Repeat($"HostSystem-host-{n}", Dense)),
            faults.Select(fault => fault.VMHostId)
        );
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void What_cannot_be_held_and_not_be_read_again_is_said()
    {
        byte[] tgz = Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd-2.log", Faults(Dense, 2), null), (Vpxd + "vpxd-1.log", Inputs.Log(1), null)));
        LogReadReport report = new() { OnProblem = _inputs.Problems.Add };
        List<AuthFault> faults =
        [
            .. FaultReader.Read(
                [LogInput.FromStream("-", new MemoryStream(tgz))],
                new FaultQuery(),
                report,
                TestContext.Current.CancellationToken
            ),
        ];
        Assert.Equal("HostSystem-host-1", Assert.Single(faults).VMHostId);
        Assert.Equal($"-!{Vpxd}vpxd-2.log", Assert.Single(_inputs.Problems).Source);
    }

    [Fact]
    public void A_dense_bundle_inside_a_bundle_is_read()
    {
        byte[] inner = Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd-1.log", Faults(Dense, 1), null)));
        string path = _inputs.Write("export.tar", Inputs.Tar(("vc01.tgz", inner, null)));
        Assert.Equal(Dense, _inputs.Read(path).Count);
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void Copies_of_dense_logs_are_read_once()
    {
        byte[] log = Faults(Dense, 8);
        string path = _inputs.Write(
            "copy.tar",
            Inputs.Tar((Vpxd + "vpxd.log", log, null), (Vpxd + "vpxd-8.log", log, null), (Vpxd + "vpxd-7.log", Faults(Dense, 7), null))
        );
        Assert.Equal(2 * Dense, _inputs.Read(path).Count);
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void A_tar_cut_anywhere_is_never_taken_for_whole()
    {
        byte[] tar = Inputs.Tar((Vpxd + "vpxd-1.log", Inputs.Log(1), null), (Vpxd + "vpxd-2.log", Inputs.Log(2), null));
        for (int length = 600; length < tar.Length - 1024; length += 37)
        {
            _inputs.Problems.Clear();
            _inputs.Read(_inputs.Write("a.tar", tar[..length]));
            Assert.True(_inputs.Problems.Count > 0, $"cut after {length} of {tar.Length} bytes");
        }
    }

    [Fact]
    public void Damage_behind_which_an_archive_seems_to_end_is_found()
    {
        _inputs.Read(Repository.Case(Path.Combine("hard", "corrupt-crc.tgz")));
        Assert.Contains(_inputs.Problems, problem => problem.Kind == LogProblemKind.Corrupt);
    }

    [Fact]
    public void A_wrong_check_sum_of_the_gzip_around_an_archive_is_found()
    {
        byte[] tgz = Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd-1.log", Inputs.Log(1), null)));
        tgz[tgz.Length - 8] ^= 0xFF; // The check sum stands in front of the length.
        Assert.Equal(["1"], _inputs.Hosts(_inputs.Write("vc01.tgz", tgz)));
        Assert.Equal(LogProblemKind.Corrupt, Assert.Single(_inputs.Problems).Kind);
    }

    [Fact]
    public void A_header_that_claims_far_more_than_there_is_ends_the_reading()
    {
        byte[] tar = Inputs.Tar(("readme.txt", new byte[100], null), (Vpxd + "vpxd-1.log", Inputs.Log(1), null));
        int size = tar.AsSpan().IndexOf("00000000144"u8); // 100 bytes, in octal.
        "77777777777"u8.CopyTo(tar.AsSpan(size)); // 8 GiB
        Assert.Empty(_inputs.Read(_inputs.Write("a.tar", tar)));
        Assert.Equal(LogProblemKind.Corrupt, Assert.Single(_inputs.Problems).Kind);
    }

    [Fact]
    public void A_log_that_is_stored_as_a_sparse_file_is_an_error()
    {
        string path = Repository.Case(Path.Combine("hard", "gnu-sparse.tar"));
        Assert.Equal(24, _inputs.Read(path).Count);
        Assert.NotEmpty(_inputs.Problems);
        Assert.All(_inputs.Problems, problem => Assert.Contains("sparse", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_of_an_unknown_type_of_entry_is_an_error()
    {
        byte[] tar = Inputs.Tar((Vpxd + "vpxd-1.log", Inputs.Log(1), null), (Vpxd + "vpxd-2.log", Inputs.Log(2), null));
        const int TypeAt = 156;
        const int SumAt = 148;
        int header = 512 * (tar.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(Vpxd + "vpxd-2.log")) / 512);
        tar[header + TypeAt] = (byte)'Z';
        tar.AsSpan(header + SumAt, 8).Fill((byte)' ');
        int sum = tar.AsSpan(header, 512).ToArray().Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, header + SumAt);

        Assert.Equal(["1"], _inputs.Hosts(_inputs.Write("a.tar", tar)));
        Assert.Contains("type 'Z'", Assert.Single(_inputs.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_entry_with_another_name_in_front_of_its_content_is_an_error()
    {
        byte[] zip = Inputs.Zip((Vpxd + "vpxd-1.log", Inputs.Log(1)), ("readme-1.txt", Inputs.Log(2)));
        int local = zip.AsSpan().IndexOf("readme-1.txt"u8);
        "vpxd-003.log"u8.CopyTo(zip.AsSpan(local));
        Assert.Equal(["1"], _inputs.Hosts(_inputs.Write("a.zip", zip)));
        Assert.Contains("vpxd-003.log", Assert.Single(_inputs.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_with_a_log_that_its_directory_does_not_list_is_an_error()
    {
        byte[] unlisted = Inputs.Zip((Vpxd + "vpxd-9.log", Inputs.Log(9)));
        byte[] hidden = unlisted[..unlisted.AsSpan().IndexOf("PK\u0001\u0002"u8)];
        byte[] zip = [.. hidden, .. Inputs.Zip((Vpxd + "vpxd-1.log", Inputs.Log(1)))];
        int end = zip.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        int directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(end + 16), directory);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(directory + 42), hidden.Length);
        Assert.Equal(["1"], _inputs.Hosts(_inputs.Write("a.zip", zip)));
        Assert.Contains("vpxd-9.log", Assert.Single(_inputs.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_check_sum_of_a_zip_entry_is_found()
    {
        byte[] zip = Inputs.Zip((Vpxd + "vpxd-1.log", Inputs.Log(1, lines: 500)));
        int crc = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 16; // In the directory.
        zip[crc] ^= 0xFF;
        Assert.Equal(["1"], _inputs.Hosts(_inputs.Write("vc01.zip", zip)));
        Assert.Contains("check sum", Assert.Single(_inputs.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_check_sum_of_a_gzip_loses_nothing_of_its_text()
    {
        byte[] gzip = Inputs.Gzip(Faults(300, 1));
        gzip[^6] ^= 0xFF;
        Assert.Equal(300, _inputs.Read(_inputs.Write("vpxd-1.log.gz", gzip)).Count);
        Assert.Equal(LogProblemKind.Corrupt, Assert.Single(_inputs.Problems).Kind);
    }

    [Theory]
    [InlineData("vpxd-1.log.gz")]
    [InlineData("a.tgz")]
    [InlineData("a.zip")]
    public void A_changed_byte_is_a_problem_or_loses_nothing(string name)
    {
        byte[] whole = Path.GetExtension(name) switch
        {
            ".zip" => Inputs.Zip((Vpxd + "vpxd-1.log", Inputs.Log(1)), (Vpxd + "vpxd-2.log", Inputs.Log(2))),
            ".tgz" => Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd-2.log", Inputs.Log(2), null), (Vpxd + "vpxd-1.log", Inputs.Log(1), null))),
            _ => Inputs.Gzip(Inputs.Log(1)),
        };
        List<AuthFault> faults = _inputs.Read(_inputs.Write(name, whole));
        Assert.NotEmpty(faults);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x55;
            bool isHarmless = _inputs.Read(_inputs.Write(name, damaged)).Select(fault => fault.Text)
                .SequenceEqual(faults.Select(fault => fault.Text));

            // What gzip itself takes for damaged is a problem, even if it costs no fault.
            isHarmless &= name == "a.zip" || CanBeExpanded(damaged);
            Assert.True(isHarmless || _inputs.Problems.Count > 0, $"byte {i} of {whole.Length}");
            _inputs.Problems.Clear();
        }
    }

    [Fact]
    public void Damage_anywhere_ends_in_a_problem_and_never_the_run()
    {
        (string Name, byte[] Content)[] forms =
        [
            ("a.tar", Inputs.Tar((Vpxd + "vpxd-1.log.gz", Inputs.Gzip(Inputs.Log(1)), null), (Vpxd + "vpxd-2.log", Inputs.Log(2), null))),
            ("a.zip", Inputs.Zip((Vpxd + "vpxd-1.log", Inputs.Log(1)), (Vpxd + "vpxd-2.log", Inputs.Log(2)))),
            ("a.tgz", Inputs.Gzip(Inputs.Tar((Vpxd + "vpxd-1.log", Inputs.Log(1), null)))),
        ];
        string good = _inputs.Write("z.log", Inputs.Log(9));
        Random random = new(440879);
        foreach ((string name, byte[] content) in forms)
        {
            for (int round = 0; round < 250; round++)
            {
                byte[] damaged = [.. content];
                for (int flips = random.Next(1, 4); flips > 0; flips--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                string path = _inputs.Write(name, damaged[..random.Next(damaged.Length * 9 / 10, damaged.Length + 1)]);
                Assert.Equal("9", _inputs.Hosts(path, good)[^1]);
            }
        }
    }

    [Fact]
    public void What_is_named_like_an_archive_and_is_none_is_said()
    {
        string path = _inputs.Write("vc01.tgz", new byte[5000]);
        string text = _inputs.Write("vpxd-3.log.gz", Inputs.Log(3));
        Assert.Equal(["3"], _inputs.Hosts(path, text));
        Assert.Equal([path, text], _inputs.Problems.Select(problem => problem.Source));
    }

    [Fact]
    public void Many_small_logs_are_read_in_their_order()
    {
        const int Logs = 500;
        foreach (int number in Enumerable.Range(1, Logs))
        {
            _inputs.Write($"vpxd-{number}.log", Inputs.Log(number, lines: 1));
        }

        Assert.Equal(
            Enumerable.Range(1, Logs),
            _inputs.Hosts(_inputs.Folder).Select(host => int.Parse(host, System.Globalization.CultureInfo.InvariantCulture))
        );
        Assert.Empty(_inputs.Problems);
    }

    [Fact]
    public void A_path_that_is_gone_costs_no_other()
    {
        string there = _inputs.Write("vpxd-1.log", Inputs.Log(1));
        LogReadReport report = new() { OnProblem = _inputs.Problems.Add };
        IReadOnlyList<LogInput> inputs = LogInputFinder.Find(
            [Path.Combine(_inputs.Folder, "vpxd-2.log"), there],
            report,
            areExpanded: true
        );
        Assert.Single(FaultReader.Read(inputs, new FaultQuery(), report, TestContext.Current.CancellationToken));
        Assert.Equal(LogProblemKind.NotFound, Assert.Single(_inputs.Problems).Kind);
    }

    [Fact]
    public void A_million_orphans_and_folds_are_read_in_good_time()
    {
        byte[] orphans = [.. Enumerable.Repeat("--> NotAuthenticated\n"u8.ToArray(), 45_000).SelectMany(line => line)];
        byte[] folds =
        [
            .. "2026-02-11T02:14:07.318Z info vpxd[1] [Originator@6876 sub=x] SOAP request returned HTTP failure; "u8,
            .. Enumerable.Repeat("\\n-->"u8.ToArray(), 190_000).SelectMany(fold => fold),
            (byte)'\n',
        ];
        Assert.Equal(["1"], _inputs.Hosts(_inputs.Write("a.log", [.. orphans, .. folds, .. Inputs.Log(1)])));
        Assert.Equal(45_000, _inputs.Report.Counts.Orphans);
    }

    private static bool CanBeExpanded(byte[] gzip)
    {
        try
        {
            using GZipStream stream = new(new MemoryStream(gzip), CompressionMode.Decompress);
            stream.CopyTo(Stream.Null);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] Faults(int count, int host) => [.. Enumerable.Repeat(Inputs.Log(host, lines: 0), count).SelectMany(log => log)];
}
