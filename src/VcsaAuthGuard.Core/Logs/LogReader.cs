using ICSharpCode.SharpZipLib.Zip;

namespace VcsaAuthGuard.Logs;

/// <summary>Reads inputs of any form and hands on the records of their entries, input after input, each in its own order.</summary>
internal sealed class LogReader<T>(NeedleSet needles, EntryParser<T> parse, LogReadReport report, CancellationToken cancellation)
    where T : class, ILogRecord
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private int _running;

    public IEnumerable<T> Read(IReadOnlyList<LogInput> inputs)
    {
        report.TotalBytes = inputs.Sum(input => input.Path is not null && File.Exists(input.Path) ? new FileInfo(input.Path).Length : 0);
        IEnumerable<Func<IEnumerable<LogBatch<T>>>> readers = inputs.Select<LogInput, Func<IEnumerable<LogBatch<T>>>>(input => () => ReadInput(input));
        foreach (LogBatch<T> batch in new SideBySide<LogBatch<T>>(batch => batch.Weight, _stop).Run(readers))
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

    private bool HasIdleCore() => Volatile.Read(ref _running) < Environment.ProcessorCount;

    private IEnumerable<LogBatch<T>> ReadInput(LogInput input)
    {
        IEnumerator<LogBatch<T>>? batches = null;
        Interlocked.Increment(ref _running);
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
                catch (Exception e) when (LogProblems.IsReadFailure(e))
                {
                    problem = LogProblems.Of(e, input.Name);
                }

                if (problem is not null)
                {
                    yield return LogBatch<T>.Of(problem);
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
            Interlocked.Decrement(ref _running);
        }
    }

    private OpenedLog<T> Open(string name, LogInput input)
    {
        MeteredStream file = new(input.Open(), report.Consume);
        try
        {
            return Open(name, file, new ExpansionGuard(() => file.BytesRead), input.Path is null ? null : input.Open);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <param name="name">What the stream is called.</param>
    /// <param name="stream">The stream, from its start; closed when the batches have been read.</param>
    /// <param name="guard">The guard over the outermost input.</param>
    /// <param name="reopen">Opens the same stream once more; null when that is not possible.</param>
    private OpenedLog<T> Open(string name, Stream stream, ExpansionGuard guard, Func<Stream>? reopen)
    {
        const int TarHeader = 512;
        PeekStream peek = new(stream);
        ReadOnlySpan<byte> head = peek.Peek(TarHeader);
        if (ArchiveEntry.IsZip(head))
        {
            return new([], ReadZip(name, peek, reopen));
        }

        if (CheckedGzipStream.IsGzip(head))
        {
            peek = new(new CheckedGzipStream(peek, guard, reopen));
            head = PeekOrNothing(peek, TarHeader);
        }

        if (ArchiveEntry.IsTar(head))
        {
            return new([], ReadTar(name, peek, guard, reopen));
        }

        byte[] first = PeekOrNothing(peek, LogInputFinder.HeadLength).ToArray();
        return new(first, ReadText(name, peek));
    }

    /// <summary>Damage in the first bytes is left to the reader, which says where it is.</summary>
    private static ReadOnlySpan<byte> PeekOrNothing(PeekStream stream, int count)
    {
        try
        {
            return stream.Peek(count);
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            stream.FailWith(e);
            return stream.Peek(0);
        }
    }

    private IEnumerable<LogBatch<T>> ReadText(string name, PeekStream stream)
    {
        using (stream)
        {
            foreach (LogBatch<T> batch in new LogStreamReader<T>(name, stream, needles, parse, HasIdleCore).Read(_stop.Token))
            {
                yield return batch;
            }
        }
    }

    private IEnumerable<LogBatch<T>> ReadTar(string name, PeekStream stream, ExpansionGuard guard, Func<Stream>? reopen)
    {
        Stream? next = stream;
        IEnumerable<ArchiveEntry> Pass()
        {
            Stream tar = next ?? OpenAgain(name, reopen, guard);
            next = null;
            return ArchiveEntry.OfTar(tar);
        }

        return new ArchiveReader<T>(name, Pass, (source, entry) => Open(source, entry, guard, null)).Read();
    }

    private static Stream OpenAgain(string name, Func<Stream>? reopen, ExpansionGuard guard)
    {
        Stream raw = (reopen ?? throw new NotSupportedException($"{name} has more faults than can be held and can be read only once."))();
        PeekStream peek = new(raw);
        return CheckedGzipStream.IsGzip(peek.Peek(3)) ? new CheckedGzipStream(peek, guard, reopen) : peek;
    }

    private IEnumerable<LogBatch<T>> ReadZip(string name, PeekStream stream, Func<Stream>? reopen)
    {
        stream.Dispose();
        if (reopen is null)
        {
            throw new NotSupportedException("A zip inside another archive or from standard input cannot be read in place.");
        }

        using Stream file = reopen();
        ExpansionGuard guard = new(() => file.Length);
        OpenedLog<T> OpenEntry(string source, Stream entry) => Open(source, new GuardedStream(entry, guard), guard, null);

        InvalidDataException? damage = null;
        ZipFile? zip = null;
        try
        {
            zip = new ZipFile(file, leaveOpen: true);
        }
        catch (ZipException e)
        {
            damage = new("The zip's directory, at its end, is missing or damaged: it may hold more than was found.", e);
        }

        using (zip)
        {
            Func<IEnumerable<ArchiveEntry>> pass = zip is null ? () => ArchiveEntry.OfDamagedZip(reopen()) : () => ArchiveEntry.OfZip(zip);
            foreach (LogBatch<T> batch in new ArchiveReader<T>(name, pass, OpenEntry).Read())
            {
                yield return batch;
            }
        }

        report.Consume(file.Length);
        if (damage is not null)
        {
            yield return LogBatch<T>.Of(LogProblems.Of(damage, name));
        }
    }
}
