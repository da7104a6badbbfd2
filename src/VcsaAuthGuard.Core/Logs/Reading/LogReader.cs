using ICSharpCode.SharpZipLib.Zip;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Reads inputs of any form and hands on the records of their entries, input after input, each in its own order.</summary>
/// <param name="needlesOf">What entries of a log, given by name, must hold to be of interest.</param>
/// <param name="parse">Reads such an entry.</param>
/// <param name="kinds">Which logs of an archive are wanted.</param>
/// <param name="report">Receives problems and progress.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class LogReader<T>(
    Func<string, NeedleSet> needlesOf,
    EntryParser<T> parse,
    LogKinds kinds,
    LogReadReport report,
    CancellationToken cancellation
)
    where T : class, ILogRecord
{
    /// <summary>The number of inputs that are being read by all readers.</summary>
    private static int s_running;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    public IEnumerable<T> Read(IReadOnlyList<LogInput> inputs)
    {
        report.TotalBytes += inputs.Sum(input => input.Path is null ? 0 : LogInputFinder.LengthOf(input.Path));
        IEnumerable<IReadOnlyList<LogInput>> groups = GroupSmall(inputs);
        IEnumerable<Func<IEnumerable<LogBatch<T>>>> readers = groups.Select<IReadOnlyList<LogInput>, Func<IEnumerable<LogBatch<T>>>>(
            together => () => together.SelectMany(ReadInput)
        );
        foreach (LogBatch<T> batch in new OrderedParallelReader<LogBatch<T>>(batch => batch.Weight, _stop).Run(readers))
        {
            report.CurrentSource = batch.Source;
            if (batch.Counts is not null)
            {
                report.Counts.Add(batch.Counts);
            }

            foreach (T record in batch.Records)
            {
                yield return record;
            }

            if (batch.Problem is not null)
            {
                report.Raise(batch.Problem);
            }

            report.OnProgress?.Invoke(report);
        }
    }

    /// <summary>Groups small consecutive inputs, so that a folder of tiny logs does not start a thread for each.</summary>
    private static IEnumerable<IReadOnlyList<LogInput>> GroupSmall(IReadOnlyList<LogInput> inputs)
    {
        const int MaxGroup = 64;
        const long SmallLog = 64 * 1024;
        List<LogInput> small = [];
        foreach (LogInput input in inputs)
        {
            bool isSmall = input.Path is not null && LogInputFinder.LengthOf(input.Path) is > 0 and < SmallLog;
            if (small.Count > 0 && (!isSmall || small.Count == MaxGroup))
            {
                yield return small;
                small = [];
            }

            if (isSmall)
            {
                small.Add(input);
            }
            else
            {
                yield return [input];
            }
        }

        if (small.Count > 0)
        {
            yield return small;
        }
    }

    private bool HasIdleCore() => Volatile.Read(ref s_running) < Environment.ProcessorCount;

    private IEnumerable<LogBatch<T>> ReadInput(LogInput input)
    {
        IEnumerator<LogBatch<T>>? batches = null;
        Interlocked.Increment(ref s_running);
        try
        {
            while (true)
            {
                LogBatch<T>? batch = null;
                LogProblem? problem = null;
                try
                {
                    batches ??= Open(input.Name, input).Batches.GetEnumerator();
                    batch = batches.MoveNext() ? batches.Current : null;
                }
                catch (Exception e) when (ReadFailure.Matches(e))
                {
                    problem = LogProblems.From(e, input.Name);
                }

                if (problem is not null)
                {
                    yield return LogBatch<T>.FromProblem(problem);
                }

                if (batch is null)
                {
                    yield break;
                }

                yield return batch;
            }
        }
        finally
        {
            batches?.Dispose();
            Interlocked.Decrement(ref s_running);
        }
    }

    private OpenedLog<T> Open(string name, LogInput input)
    {
        OpenedEntry OpenOnce(Action<long>? consumed)
        {
            MeteredStream file = new(input.Open(), consumed, _stop.Token);
            return new(file, new ExpansionGuard(() => file.BytesRead));
        }

        OpenedEntry first = OpenOnce(report.Consume);
        try
        {
            return Open(name, first.Stream, first.Guard, input.Path is null ? null : () => OpenOnce(null));
        }
        catch
        {
            first.Stream.Dispose();
            throw;
        }
    }

    /// <param name="name">What the stream is called.</param>
    /// <param name="stream">The stream, from its start; closed when the batches have been read.</param>
    /// <param name="guard">The guard over the outermost input.</param>
    /// <param name="reopen">Opens the same stream once more; null if that is not possible.</param>
    private OpenedLog<T> Open(string name, Stream stream, ExpansionGuard guard, Func<OpenedEntry>? reopen)
    {
        const int TarHeader = 512;
        const int MaxLayers = 4;
        PeekStream peek = new(stream);
        ReadOnlySpan<byte> head = peek.Peek(TarHeader);
        bool isPacked = false;
        for (int layer = 0; layer < MaxLayers && PackedStream.IsPacked(head); layer++)
        {
            isPacked = true;
            peek = new(PackedStream.Unpack(peek, head, guard, reopen));
            reopen = PackedStream.Reopen(head, reopen);
            head = PeekOrEmpty(peek, TarHeader);
        }

        if (ArchiveEntry.IsZip(head))
        {
            FileFormat? office = FileFormat.FindOffice(head);
            peek.Dispose();
            if (office is not null)
            {
                return new([], [LogBatch<T>.FromProblem(LogProblems.ForFormat(name, office))]);
            }

            return new([], ReadZip(name, isPacked ? null : reopen));
        }

        if (ArchiveEntry.IsTar(head))
        {
            return new([], ReadTar(name, peek, guard, reopen));
        }

        if (FileFormat.Find(head) is FileFormat format)
        {
            peek.Dispose();
            return new([], [LogBatch<T>.FromProblem(LogProblems.ForFormat(name, format))]);
        }

        bool isPackedName = PackedStream.IsPackedName(name);
        if (peek.HasEnded && head.IsEmpty && (isPackedName || ArchiveEntry.IsArchiveName(name)))
        {
            peek.Dispose();
            return new([], [LogBatch<T>.FromProblem(LogProblems.Empty(name))]);
        }

        bool isMisnamed = !head.IsEmpty && (ArchiveEntry.IsArchiveName(name) || (!isPacked && isPackedName));
        byte[] first = PeekOrEmpty(peek, LogInputFinder.HeadLength).ToArray();
        if (FileFormat.FindMail(first) is FileFormat mail)
        {
            peek.Dispose();
            return new([], [LogBatch<T>.FromProblem(LogProblems.ForFormat(name, mail))]);
        }

        return new(first, ReadText(name, peek, isMisnamed));
    }

    /// <summary>Returns the first bytes, or none if they are damaged: the reader reports where the damage is.</summary>
    private static ReadOnlySpan<byte> PeekOrEmpty(PeekStream stream, int count)
    {
        try
        {
            return stream.Peek(count);
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            stream.FailWith(e);
            return stream.Peek(0);
        }
    }

    private IEnumerable<LogBatch<T>> ReadText(string name, PeekStream stream, bool isMisnamed)
    {
        using (stream)
        {
            foreach (LogBatch<T> batch in new LogStreamReader<T>(name, stream, needlesOf(name), parse, HasIdleCore).Read(_stop.Token))
            {
                yield return batch;
            }
        }

        if (isMisnamed)
        {
            yield return LogBatch<T>.FromProblem(LogProblems.Misnamed(name));
        }
    }

    private IEnumerable<LogBatch<T>> ReadTar(string name, PeekStream stream, ExpansionGuard guard, Func<OpenedEntry>? reopen)
    {
        OpenedEntry? next = new(stream, guard);
        IEnumerable<ArchiveEntry> Pass()
        {
            OpenedEntry tar = next ?? reopen!();
            next = null;
            return ArchiveEntry.ReadTar(tar.Stream, tar.Guard);
        }

        return new ArchiveReader<T>(name, Pass, kinds, canReopen: reopen is not null, Open).Read();
    }

    private IEnumerable<LogBatch<T>> ReadZip(string name, Func<OpenedEntry>? reopen)
    {
        if (reopen is null || !File.Exists(name))
        {
            throw new NotSupportedException("A zip inside another archive or from standard input cannot be read in place.");
        }

        using Stream file = LogInput.FromFile(name).Open();
        ExpansionGuard NewGuard() => new(() => file.Length);
        InvalidDataException? damage = null;
        ZipFile? zip = null;
        IReadOnlyList<LogProblem> differences = [];
        try
        {
            zip = Damage.Watch(() => new ZipFile(file, leaveOpen: true));
            differences = ZipLocalHeaders.Compare(name, file, zip);
        }
        catch (Exception e) when (e is ZipException or InvalidDataException or EndOfStreamException)
        {
            damage = new("The zip's directory, at its end, is missing or damaged: it may hold more than was found.", e);
        }

        using (zip)
        {
            Func<IEnumerable<ArchiveEntry>> pass = zip is null
                ? () => ArchiveEntry.ReadDamagedZip(LogInput.FromFile(name).Open(), NewGuard())
                : () => ArchiveEntry.ReadZip(zip, NewGuard());
            foreach (LogBatch<T> batch in new ArchiveReader<T>(name, pass, kinds, canReopen: true, Open).Read())
            {
                _stop.Token.ThrowIfCancellationRequested();
                yield return batch;
            }
        }

        report.Consume(file.Length);
        foreach (LogProblem difference in differences)
        {
            yield return LogBatch<T>.FromProblem(difference);
        }

        if (damage is not null)
        {
            yield return LogBatch<T>.FromProblem(LogProblems.FromArchive(damage, name, null) with { Message = damage.Message });
        }
    }
}
