using System.Text.Json;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Watching;

/// <summary>What a watcher tells of as one JSON object: for a webhook, and for who reads the watcher's output line by line.</summary>
public static class WatchEventJson
{
    /// <summary>Writes an event; what is not plain ASCII is escaped.</summary>
    /// <param name="told">The event.</param>
    public static byte[] Write(WatchEvent told)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("event", told.Event.ToString());
            json.WriteString("server", told.Server);
            json.WriteBoolean("isRepeat", told.IsRepeat);
            if (told.Fault is AuthFault fault)
            {
                Write(json, fault);
            }

            if (told.Burst is WatchedBurst burst)
            {
                json.WriteStartObject("burst");
                json.WriteBoolean("isOpen", burst.IsOpen);
                json.WriteString("start", burst.Start);
                json.WriteString("end", burst.End);
                json.WriteNumber("count", burst.Count);
                json.WriteNumber("threshold", burst.Rule.Threshold);
                json.WriteString("period", burst.Rule.Period.ToString("c", System.Globalization.CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }

            if (told.Gap is WatchedGap gap)
            {
                json.WriteStartObject("gap");
                json.WriteString("source", gap.Source);
                json.WriteString("reason", gap.Reason.ToString());
                WriteTime(json, "start", gap.Start);
                WriteTime(json, "end", gap.End);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static void Write(Utf8JsonWriter json, AuthFault fault)
    {
        json.WriteStartObject("fault");
        WriteTime(json, "time", fault.Time);
        json.WriteString("kind", fault.Kind.ToString());
        json.WriteString("vmHostId", fault.VMHostId);
        json.WriteString("datastoreUuid", fault.DatastoreUuid);
        json.WriteString("object", fault.Object);
        json.WriteString("method", fault.Method);
        if (fault.HttpStatus is int status)
        {
            json.WriteNumber("httpStatus", status);
        }
        else
        {
            json.WriteNull("httpStatus");
        }

        json.WriteString("privilegeId", fault.PrivilegeId);
        json.WriteString("message", fault.Message);
        json.WriteString("opId", fault.OpId);
        json.WriteString("threadId", fault.ThreadId);
        json.WriteString("level", fault.Level);
        json.WriteString("source", fault.Source);
        json.WriteNumber("lineNumber", fault.LineNumber);
        json.WriteString("text", fault.Text);
        json.WriteEndObject();
    }

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
