using System.Globalization;
using System.Text.Json;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Files;
using VcsaAuthGuard.Logs.Following;

namespace VcsaAuthGuard.Watching;

/// <summary>How far a watcher has come: what it has given and had acknowledged.</summary>
/// <param name="Logs">By folder, how far each log has been read.</param>
/// <param name="Counters">Faults counted.</param>
/// <param name="Bursts">Bursts, open or not.</param>
/// <param name="Saved">When.</param>
internal sealed record WatchState(
    IReadOnlyDictionary<string, IReadOnlyList<LogPosition>> Logs, IReadOnlyList<FaultCounter> Counters, IReadOnlyList<BurstPosition> Bursts, DateTimeOffset Saved)
{
    private const string Format = "VcsaAuthGuard watch 1";

    /// <summary>Reads a state; null when there is none yet.</summary>
    /// <exception cref="WatchStateException">It cannot be used.</exception>
    public static WatchState? Load(string path)
    {
        try
        {
            return File.Exists(path) ? Read(File.ReadAllBytes(path)) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new WatchStateException(path, "It is no state of a watcher, or of a version that is not known.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WatchStateException(path, e.Message, e);
        }
    }

    /// <summary>Writes the state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="announced">How far everything has been read of which the caller is about to be told.</param>
    /// <exception cref="WatchStateException">It cannot be written.</exception>
    public void Save(string path, IReadOnlyDictionary<string, IReadOnlyList<LogPosition>>? announced = null)
    {
        try
        {
            AtomicFile.Write(path, Write(announced));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WatchStateException(path, e.Message, e);
        }
    }

    private byte[] Write(IReadOnlyDictionary<string, IReadOnlyList<LogPosition>>? announced)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("saved", Saved);
            json.WriteStartArray("logs");
            foreach (KeyValuePair<string, IReadOnlyList<LogPosition>> folder in announced ?? Logs)
            {
                foreach (LogPosition position in folder.Value)
                {
                    // What is announced and was not known before has been given from its start on.
                    LogPosition? acknowledged = announced is null ? position
                        : Logs.TryGetValue(folder.Key, out IReadOnlyList<LogPosition>? known)
                            ? known.FirstOrDefault(log => log.Head == position.Head || log.Head.Start == position.Head.Start) : null;
                    json.WriteStartObject();
                    json.WriteString("folder", folder.Key);
                    json.WriteString("source", position.Source);
                    json.WriteNumber("headLength", position.Head.Length);
                    json.WriteString("headStart", position.Head.Start);
                    json.WriteString("headSum", position.Head.Sum);
                    json.WriteNumber("offset", acknowledged?.Offset ?? position.FirstOffset);
                    json.WriteNumber("line", acknowledged?.Line ?? position.FirstLine);
                    json.WriteNumber("announced", Math.Max(position.Offset, acknowledged?.AnnouncedOffset ?? 0));
                    json.WriteNumber("length", position.Length);
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteStartArray("counters");
            foreach (FaultCounter counter in Counters)
            {
                json.WriteStartObject();
                json.WriteString("server", counter.Server);
                json.WriteString("kind", counter.Kind.ToString());
                json.WriteNumber("count", counter.Count);
                WriteTime(json, "last", counter.Last);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("bursts");
            foreach (BurstPosition burst in Bursts)
            {
                json.WriteStartObject();
                json.WriteString("server", burst.Server);
                json.WriteStartArray("newest");
                foreach (DateTimeOffset time in burst.Newest)
                {
                    json.WriteStringValue(time);
                }

                json.WriteEndArray();
                json.WriteString("since", burst.Since.ToString("c", CultureInfo.InvariantCulture));
                WriteTime(json, "start", burst.Start);
                json.WriteString("end", burst.End);
                json.WriteNumber("count", burst.Count);
                json.WriteNumber("behind", burst.Behind);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static WatchState Read(byte[] bytes)
    {
        using JsonDocument document = JsonDocument.Parse(bytes);
        JsonElement root = document.RootElement;
        if (root.GetProperty("format").GetString() != Format)
        {
            throw new FormatException("Another format.");
        }

        Dictionary<string, IReadOnlyList<LogPosition>> logs = new(StringComparer.Ordinal);
        foreach (IGrouping<string, JsonElement> folder in root.GetProperty("logs").EnumerateArray().GroupBy(log => Text(log, "folder")))
        {
            logs[folder.Key] = [.. folder.Select(ReadPosition)];
        }

        return new(
            logs,
            [
                .. root.GetProperty("counters").EnumerateArray().Select(counter => new FaultCounter(
                    Text(counter, "server"),
                    Enum.TryParse(Text(counter, "kind"), out AuthFaultKind kind) ? kind : throw new FormatException("A kind of fault that is not known."),
                    counter.GetProperty("count").GetInt64(),
                    ReadTime(counter, "last"))),
            ],
            [
                .. root.GetProperty("bursts").EnumerateArray().Select(burst => new BurstPosition(
                    Text(burst, "server"),
                    [.. burst.GetProperty("newest").EnumerateArray().Select(time => time.GetDateTimeOffset())],
                    TimeSpan.Parse(Text(burst, "since"), CultureInfo.InvariantCulture),
                    ReadTime(burst, "start"),
                    burst.GetProperty("end").GetDateTimeOffset(),
                    burst.GetProperty("count").GetInt64(),
                    burst.GetProperty("behind").GetInt32())),
            ],
            root.GetProperty("saved").GetDateTimeOffset());
    }

    private static LogPosition ReadPosition(JsonElement log) => new(
        Text(log, "source"),
        new(log.GetProperty("headLength").GetInt32(), Text(log, "headStart"), Text(log, "headSum")),
        log.GetProperty("offset").GetInt64(),
        log.GetProperty("line").GetInt64(),
        log.GetProperty("announced").GetInt64(),
        log.GetProperty("length").GetInt64(),
        0,
        0);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    private static DateTimeOffset? ReadTime(JsonElement element, string name) =>
        element.GetProperty(name).ValueKind == JsonValueKind.Null ? null : element.GetProperty(name).GetDateTimeOffset();

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is DateTimeOffset value)
        {
            json.WriteString(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
