using System.Text.Encodings.Web;
using System.Text.Json;
using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;

namespace VcsaAuthGuard.Appliances;

/// <summary>Writes restarts as JSON lines: a line for each event as it happens, and one for each report. A file that fails later on does
/// not disturb a restart.</summary>
internal sealed class RestartLog : IDisposable
{
    // Nothing of this becomes a part of a web page, and quotes in commands stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly object _gate = new();
    private readonly FileStream _file;

    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public RestartLog(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    /// <summary>Gets the reason why the last line could not be written; null if every line was.</summary>
    public string? Failure { get; private set; }

    public void Write(string server, RestartEvent item) => WriteLine(json =>
    {
        json.WriteString("Type", "Event");
        json.WriteString("Server", server);
        json.WriteString("Time", item.Time);
        json.WriteString("Kind", item.Kind.ToString());
        json.WriteString("Text", item.Text);
    });

    public void Write(RestartReport report) => WriteLine(json =>
    {
        json.WriteString("Type", "Report");
        json.WriteString("Server", report.Server);
        json.WriteString("Start", report.Start);
        json.WriteString("Scope", report.Scope.ToString());
        json.WriteString("Outcome", report.Outcome.ToString());
        json.WriteString("Reason", report.Reason);
        Seconds(json, "DowntimeSeconds", report.Downtime);
        json.WriteBoolean("IsProven", report.IsProven);
        json.WriteStartArray("Steps");
        foreach (RestartStep step in report.Steps)
        {
            json.WriteStartObject();
            json.WriteString("Command", step.Command);
            json.WriteString("Start", step.Start);
            Seconds(json, "DurationSeconds", step.Duration);
            if (step.ExitCode is int exitCode)
            {
                json.WriteNumber("ExitCode", exitCode);
            }
            else
            {
                json.WriteNull("ExitCode");
            }

            json.WriteString("Output", step.Output);
            json.WriteString("Problem", step.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Services(json, "Before", report.Before);
        Services(json, "After", report.After);
        Texts(json, "Down", report.Down);
        Texts(json, "NextCommands", report.NextCommands);
    });

    public void Dispose() => _file.Dispose();

    private static void Services(Utf8JsonWriter json, string name, IReadOnlyList<ApplianceService> services)
    {
        json.WriteStartArray(name);
        foreach (ApplianceService service in services)
        {
            json.WriteStartObject();
            json.WriteString("Name", service.Name);
            json.WriteString("State", service.State.ToString());
            json.WriteString("Health", service.Health.ToString());
            Seconds(json, "StateSeconds", service.StateDuration);
            if (service.ProcessId is int process)
            {
                json.WriteNumber("ProcessId", process);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Seconds(Utf8JsonWriter json, string name, TimeSpan? duration)
    {
        if (duration is TimeSpan value)
        {
            json.WriteNumber(name, Math.Round(value.TotalSeconds, 3));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        lock (_gate)
        {
            try
            {
                // In one piece, so that a concurrent reader never sees half a line.
                _file.Write(line.GetBuffer(), 0, (int)line.Length);
                _file.Flush();
            }
            catch (IOException e)
            {
                Failure ??= e.Message;
            }
        }
    }
}
