using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>Whatever a log looks like, the reader finds what a plain reading of docs/reading-logs.md finds.</summary>
public sealed class FaultPropertyTests
{
    /// <summary>The entry of KB 440879, as the article prints it.</summary>
    private const string Signature =
        "info vpxd[4085937] [Originator@6876 sub=vmomi.soapStub[774949] opID=7ac8f6ad] SOAP request returned HTTP failure; "
        + "<<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-150117/sdk>, "
        + "method: fileManagement; code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {\n"
        + """
        -->    faultCause = (vmodl.MethodFault) null,
        -->    faultMessage = <unset>,
        -->    object = 'vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2',
        -->    privilegeId = "Datastore.FileManagement"
        -->    msg = "Received SOAP response fault from [...]: fileManagement. The session is not authenticated."
        --> }

        """;

    [Fact]
    public void Logs_of_all_shapes_read_as_the_contract_says()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            FaultComparison.AssertAgree(SyntheticLog.Random(new Random(seed), 60), $"seed {seed}");
        }
    }

    [Fact]
    public void Logs_cut_anywhere_read_as_the_contract_says()
    {
        for (int seed = 10_000; seed < 10_300; seed++)
        {
            var random = new Random(seed);
            byte[] log = SyntheticLog.Random(random, 25);
            int from = random.Next(log.Length), to = random.Next(from, log.Length);
            FaultComparison.AssertAgree(log[from..], $"seed {seed} from byte {from}");
            FaultComparison.AssertAgree(log[..to], $"seed {seed} up to byte {to}");
            FaultComparison.AssertAgree(log[from..to], $"seed {seed} from byte {from} up to byte {to}");
        }
    }

    [Fact]
    public void The_signature_of_the_article_cut_at_any_byte_reads_as_the_contract_says()
    {
        byte[] log = Encoding.ASCII.GetBytes(Signature + "2026-02-11T02:14:07.318Z " + Signature);
        for (int at = 0; at <= log.Length; at++)
        {
            FaultComparison.AssertAgree(log[at..], $"the signature from byte {at}");
            FaultComparison.AssertAgree(log[..at], $"the signature up to byte {at}");
        }
    }

    [Fact]
    public void Large_logs_read_as_the_contract_says()
    {
        // Large enough that the reader takes them in more than one piece, wherever it sets the borders.
        FaultComparison.AssertAgree(SyntheticLog.Random(new Random(1), 40_000), "seed 1, large");
        FaultComparison.AssertAgree(Written(log => SyntheticLog.WriteOrdinary(log, 24 << 20, 2, 0.01)), "ordinary, seed 2");
        FaultComparison.AssertAgree(Written(log => SyntheticLog.WriteAllFaults(log, 12 << 20, 3)), "all faults, seed 3");
    }

    [Fact]
    public void Utf16_logs_read_as_the_contract_says()
    {
        for (int seed = 20_000; seed < 20_100; seed++)
        {
            string text = Encoding.UTF8.GetString(SyntheticLog.Random(new Random(seed), 25));
            foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
            {
                byte[] log = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
                FaultComparison.AssertAgree(log, $"seed {seed} as {encoding.WebName}");
                FaultComparison.AssertAgree(log[..^1], $"seed {seed} as {encoding.WebName} with half a character at its end");
            }
        }
    }

    [Fact]
    public void It_does_not_matter_how_few_bytes_a_read_gives()
    {
        for (int seed = 30_000; seed < 30_060; seed++)
        {
            byte[] log = SyntheticLog.Random(new Random(seed), 12);
            FaultComparison.AssertAgree(log, $"seed {seed}, few bytes at a time", bytes => new TricklingStream(bytes, seed));
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Entries_around_the_limit_are_cut_as_the_contract_says(string end)
    {
        for (int over = -4; over <= 4; over++)
        {
            int length = NaiveFaultReader.MaxEntryLength + over;
            foreach (bool manyLines in new[] { false, true })
            {
                foreach (string filler in new[] { "x", "\u00E9", "\U0001F600" })
                {
                    string log = LongEntry(length, end, manyLines, filler) + end + Signature.ReplaceLineEndings(end);
                    FaultComparison.AssertAgree(
                        Encoding.UTF8.GetBytes(log), $"{over} bytes over the limit, many lines {manyLines}, filler {filler}");
                }
            }
        }
    }

    [Theory]
    [InlineData(1 << 20, 1)]
    [InlineData(3 << 20, 40)]
    [InlineData(20 << 20, 200)]
    [InlineData(9 << 20, 0)]
    public void Entries_far_over_the_limit_hide_nothing_behind_them(int length, int lineLength)
    {
        foreach (string word in new[] { "", "NotAuthenticated" })
        {
            foreach (string start in new[] { Signature, "2026-02-11T02:14:07.318Z info vpxd[1] [Originator@6876 sub=x] a dump\n" })
            {
                var log = new StringBuilder(Signature).Append(start);
                string filler = lineLength == 0 ? new string('x', length) : "-->" + new string('x', lineLength) + "\n";
                while (log.Length < length)
                {
                    log.Append(filler);
                }

                log.Append("--> ").Append(word).Append('\n').Append(Signature);
                FaultComparison.AssertAgree(
                    Encoding.UTF8.GetBytes(log.ToString()), $"{length} bytes in lines of {lineLength} with the word '{word}' at the end");
            }
        }
    }

    [Fact]
    public void A_word_on_either_side_of_the_limit_is_a_mention()
    {
        for (int back = -20; back <= 20; back++)
        {
            string start = "2026-02-11T02:14:07.318Z info vpxd[1] [Originator@6876 sub=x] ";
            string log = start + new string('x', NaiveFaultReader.MaxEntryLength - start.Length - back) + "NotAuthenticated\n" + Signature;
            FaultComparison.AssertAgree(Encoding.UTF8.GetBytes(log), $"the word {back} bytes before the limit");
        }
    }

    [Fact]
    public void Only_the_start_of_a_line_makes_it_a_continuation()
    {
        for (int blanks = 500; blanks <= 520; blanks++)
        {
            string late = new string(' ', blanks) + "-->    object = 'vim.Datastore:62aef28d-fe0e61a8-3da4'\n";
            FaultComparison.AssertAgree(Encoding.UTF8.GetBytes(Signature.Split('\n')[0] + "\n" + late), $"{blanks} blanks");
            string prefix = $"<14>1 - - - - - [{new string('x', blanks - 22)}] ";
            FaultComparison.AssertAgree(
                Encoding.UTF8.GetBytes(Signature.Split('\n')[0] + "\n" + prefix + "--> NotAuthenticated\n"),
                $"a prefix of {prefix.Length}"
            );
        }
    }

    /// <summary>An entry of exactly so many bytes that is a fault of the article with a long line, or many lines, before its
    /// object.</summary>
    private static string LongEntry(int length, string end, bool manyLines, string filler)
    {
        string[] lines = Signature.TrimEnd('\n').Split('\n');
        string open = lines[0] + end + lines[1] + end;
        string close = end + string.Join(end, lines[2..]);
        string unit = manyLines ? "-->" + string.Concat(Enumerable.Repeat(filler, 30)) + end : filler;
        int room = length - Encoding.UTF8.GetByteCount(open) - Encoding.UTF8.GetByteCount(close) - "-->".Length;
        int size = Encoding.UTF8.GetByteCount(unit);
        string middle = new StringBuilder().Insert(0, unit, room / size).ToString();
        return (manyLines ? open + middle + "-->" : open + "-->" + middle) + new string('y', room % size) + close;
    }

    private static byte[] Written(Func<Stream, SyntheticCounts> write)
    {
        using var log = new MemoryStream();
        SyntheticCounts counts = write(log);
        Assert.Equal(log.Length, counts.Bytes);
        NaiveResult read = NaiveFaultReader.Read(log.ToArray(), "synthetic.log");
        Assert.Equal((counts.Lines, counts.Faults, counts.Mentions), (read.Lines, read.Faults.Count, read.Mentions));
        return log.ToArray();
    }

    /// <summary>Gives one to seven bytes a read, as a slow pipe does.</summary>
    private sealed class TricklingStream(byte[] bytes, int seed) : MemoryStream(bytes, writable: false)
    {
        private readonly Random _random = new(seed);

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, _random.Next(1, 8)));

        public override int Read(Span<byte> buffer) =>
            Read(buffer.Length == 0 ? [] : new byte[Math.Min(buffer.Length, _random.Next(1, 8))], buffer);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        private int Read(byte[] few, Span<byte> buffer)
        {
            int read = base.Read(few, 0, few.Length);
            few.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
    }
}
