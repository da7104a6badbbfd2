using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>A folder of synthetic logs, a watcher of it, and a clock that the test advances.</summary>
internal sealed class WatchedLogs : IDisposable
{
    /// <summary>The time after which an expected event counts as missing.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly MemoryStream _draft = new();
    private readonly LogPen _pen;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 2, 11, 12, 0, 0, TimeSpan.Zero));
    private FaultWatcher? _watcher;

    public WatchedLogs(int seed, string? folder = null)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("vcsa-").FullName;
        _pen = new(_draft, seed, new DateTime(2026, 2, 11, 2, 0, 0, DateTimeKind.Utc));
    }

    public string Folder { get; }

    public List<LogProblem> Problems { get; } = [];

    /// <summary>Gets the events that the watchers returned.</summary>
    public List<WatchEvent> Events { get; } = [];

    /// <summary>The texts of all faults that were written.</summary>
    public List<string> Written { get; } = [];

    public IEnumerable<AuthFault> Faults => Events.Select(item => item.Fault).OfType<AuthFault>();

    public IEnumerable<WatchedGap> Gaps => Events.Select(item => item.Gap).OfType<WatchedGap>();

    /// <summary>Gets the number of faults that the watcher has counted, with those of earlier runs.</summary>
    public long Count => _watcher!.Count;

    /// <summary>Gets the watcher's metrics as text.</summary>
    public string Metrics => _watcher!.Metrics;

    /// <summary>Gets a warning of the watcher that was not given yet.</summary>
    public string? Notice => _watcher!.DequeueNotice();

    public LogPen Pen => _pen;

    /// <summary>Gets what happens in the folder while the watcher looks at it.</summary>
    public FollowingHooks Hooks { get; } = new();

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>A fault's entry.</summary>
    public byte[] Fault()
    {
        byte[] entry = Draft(() => FaultLines.WriteSignature(_pen, "vim.fault.NotAuthenticated"u8, 500));
        Written.Add(Encoding.UTF8.GetString(entry).TrimEnd('\n'));
        return entry;
    }

    /// <summary>A fault's entry with the method of KB 440879.</summary>
    public byte[] ArticleFault()
    {
        byte[] entry;
        do
        {
            entry = Fault();
        }
        while (!Encoding.UTF8.GetString(entry).Contains("method: fileManagement;", StringComparison.Ordinal));
        return entry;
    }

    /// <summary>A fault's entry without a time, as the text of KB 440879 shows it.</summary>
    public byte[] FaultWithoutTime()
    {
        byte[] entry = Fault();
        entry = entry[(Array.IndexOf(entry, (byte)' ') + 1)..];
        Written[^1] = Encoding.UTF8.GetString(entry).TrimEnd('\n');
        return entry;
    }

    /// <summary>An entry that is none.</summary>
    public byte[] Line() => Draft(() => _pen.Time().Text(" info vpxd[04123] [Originator@6876 sub=vpxLro opID=").Hex(_pen.Next(), 8)
        .Text("] [VpxLRO] -- FINISH lro-").Number(_pen.Next(9_000_000)).EndLine());

    public void Append(string name, params byte[][] entries)
    {
        using FileStream file = new(At(name), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        foreach (byte[] entry in entries)
        {
            file.Write(entry);
        }
    }

    /// <summary>An entry that is none, of many lines that may look like other entries' and are not in UTF-8.</summary>
    public byte[] LongEntry()
    {
        List<byte> entry = [.. Line()];
        for (int i = _pen.Next(2000); i > 0; i--)
        {
            entry.AddRange("--> more of it \0 \r \xC3( \xFF --> 2026-02-11T02:00:00.000Z info\n"u8);
        }

        return [.. entry];
    }

    /// <summary>The line that a fault's log, or what became of it, has it on.</summary>
    public long LineOf(AuthFault fault)
    {
        string path = At(Path.GetFileName(fault.Source)!);
        path = File.Exists(path) ? path : path + ".gz";
        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(text, Encoding.Latin1);
        string all = reader.ReadToEnd();
        return 1 + all[..all.IndexOf(fault.Text, StringComparison.Ordinal)].Count(letter => letter == '\n');
    }

    /// <summary>Makes a log shorter in its place.</summary>
    public void Truncate(string name, long length)
    {
        using FileStream log = new(At(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        log.SetLength(length);
    }

    /// <summary>Compresses a log, as rotation does.</summary>
    public void Compress(string name)
    {
        using (FileStream log = File.OpenRead(At(name)))
        using (GZipStream compressed = new(File.Create(At(name + ".new")), CompressionLevel.Fastest))
        {
            log.CopyTo(compressed);
        }

        File.Move(At(name + ".new"), At(name + ".gz"));
        File.Delete(At(name));
    }

    public void Start(WatchOptions? options = null, params string[] names)
    {
        _watcher?.Dispose();
        LogReadReport report = new() { OnProblem = Problems.Add };
        _watcher = new([.. names.DefaultIfEmpty("").Select(At)], [], options ?? new(), report, _time, Hooks);
    }

    /// <summary>Opens a log to write on.</summary>
    public FileStream Open(string name) => new(At(name), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);

    /// <summary>Watches the folder by the real clock.</summary>
    public void StartReal(WatchOptions options)
    {
        _watcher?.Dispose();
        _watcher = new([Folder], options, new() { OnProblem = Problems.Add });
    }

    /// <summary>Watches logs that another machine follows.</summary>
    public void StartRemote(IRemoteLogs machine, WatchOptions options)
    {
        _watcher?.Dispose();
        _watcher = new([], [machine], options, new() { OnProblem = Problems.Add }, _time);
    }

    /// <summary>Polls until a condition is true, however slow the machine is. The watcher's time goes on by a little with each
    /// poll.</summary>
    public async Task PollUntil(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            if (watch.Elapsed > Deadline)
            {
                Assert.Fail($"{Faults.Count()} of {Written.Count} faults were reported. {string.Join(' ', Problems)}");
            }

            Poll(0.05);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        while (!condition());
    }

    /// <summary>Lets time pass and polls until nothing is left to read.</summary>
    public List<WatchEvent> Poll(double seconds = 0.25, bool acknowledge = true)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        List<WatchEvent> events = [];
        do
        {
            events.AddRange(_watcher!.Poll());
            if (acknowledge)
            {
                _watcher.Acknowledge();
            }
        }
        while (_watcher.IsBehind);
        Events.AddRange(events);
        return events;
    }

    /// <summary>Polls until the last entry is over.</summary>
    public List<WatchEvent> Settle() => [.. Poll(), .. Poll(1.1)];

    public void AssertAllReportedOnce()
    {
        Assert.Empty(Problems);
        Assert.Equal(Written.Count, Faults.Count());
        Assert.Equal(Written.Order(StringComparer.Ordinal), Faults.Select(fault => fault.Text).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _draft.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private byte[] Draft(Action write)
    {
        _pen.Wait(1 + _pen.Next(20));
        write();
        _pen.Flush();
        byte[] entry = _draft.ToArray();
        _draft.SetLength(0);
        return entry;
    }
}
