using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace VcsaAuthGuard.VSphere.Diagnostics;

/// <summary>Calls the methods of the vSphere API that list logs, read their lines and read the events of sessions.</summary>
internal static class DiagnosticCalls
{
    /// <summary>The number of lines of one request. vCenter Server sends no more in one response (object/diagnostic_log.go of
    /// govmomi).</summary>
    public const int MaxLines = 500;

    /// <summary>The number of events of one request.</summary>
    public const int MaxEvents = 1000;

    private const string LoginEvent = "UserLoginSessionEvent";
    private const string LogoutEvent = "UserLogoutSessionEvent";

    /// <summary>Lists the logs of vCenter Server itself. Requires Global.Diagnostics.</summary>
    public static async Task<IReadOnlyList<DiagnosticLog>> ListLogsAsync(VSphereClient client, CancellationToken token)
    {
        ManagedObject manager = await client.FindManagerAsync("diagnosticManager", token).ConfigureAwait(false);
        XElement answer = await client.CallAsync("QueryDescriptions", manager, null, token).ConfigureAwait(false);
        List<DiagnosticLog> logs = [];
        foreach (XElement item in SoapXml.Children(answer, "returnval"))
        {
            if (SoapXml.Text(item, "key") is string key)
            {
                logs.Add(new(key, SoapXml.Text(item, "fileName") ?? key.Substring(key.IndexOf(':') + 1)));
            }
        }

        return logs;
    }

    /// <summary>Reads lines of a log. Requires Global.Diagnostics.</summary>
    /// <param name="client">The client.</param>
    /// <param name="key">The log's key.</param>
    /// <param name="start">The number of the first line. A number behind the log's end gives its last line number and no line.</param>
    /// <param name="count">The number of lines; the server may send fewer.</param>
    /// <param name="token">Cancels the call.</param>
    public static async Task<LogSegment> ReadLinesAsync(VSphereClient client, string key, long start, int count, CancellationToken token)
    {
        ManagedObject manager = await client.FindManagerAsync("diagnosticManager", token).ConfigureAwait(false);
        XElement answer = await client
            .CallAsync(
                "BrowseDiagnosticLog",
                manager,
                writer =>
                {
                    writer.WriteElementString("key", SoapRequest.Vim, key);
                    writer.WriteElementString("start", SoapRequest.Vim, Text(Math.Min(start, int.MaxValue)));
                    writer.WriteElementString("lines", SoapRequest.Vim, Text(count));
                },
                token
            )
            .ConfigureAwait(false);
        XElement header = SoapXml.Child(answer, "returnval") ?? answer;
        string[] lines = [.. SoapXml.Children(header, "lineText").Select(line => line.Value)];
        return new(Number(header, "lineStart") ?? start, Number(header, "lineEnd") ?? 0, lines);
    }

    /// <summary>Creates a collector of the logins and logouts since a time, and moves it to the oldest of them.</summary>
    public static async Task<ManagedObject> CreateEventCollectorAsync(VSphereClient client, DateTimeOffset after, CancellationToken token)
    {
        ManagedObject manager = await client.FindManagerAsync("eventManager", token).ConfigureAwait(false);
        XElement answer = await client
            .CallAsync("CreateCollectorForEvents", manager, writer => WriteFilter(writer, after), token)
            .ConfigureAwait(false);
        XElement? collector = SoapXml.Child(answer, "returnval");
        ManagedObject created = new(collector?.Attribute("type")?.Value ?? "EventHistoryCollector", collector?.Value ?? "");
        await client.CallAsync("RewindCollector", created, null, token).ConfigureAwait(false);
        return created;
    }

    /// <summary>Reads the next events of a collector, oldest first; none at its end.</summary>
    public static async Task<IReadOnlyList<SessionEvent>> ReadEventsAsync(
        VSphereClient client, ManagedObject collector, CancellationToken token)
    {
        XElement answer = await client
            .CallAsync(
                "ReadNextEvents",
                collector,
                writer => writer.WriteElementString("maxCount", SoapRequest.Vim, Text(MaxEvents)),
                token
            )
            .ConfigureAwait(false);
        return [.. SoapXml.Children(answer, "returnval").Select(ReadEvent).OfType<SessionEvent>()];
    }

    /// <summary>Removes a collector: a session may have 32 of them (EventManager.maxCollector).</summary>
    public static Task RemoveCollectorAsync(VSphereClient client, ManagedObject collector, CancellationToken token) =>
        client.CallAsync("DestroyCollector", collector, null, token);

    private static void WriteFilter(XmlWriter writer, DateTimeOffset after)
    {
        writer.WriteStartElement("filter", SoapRequest.Vim);
        writer.WriteStartElement("time", SoapRequest.Vim);
        writer.WriteElementString("beginTime", SoapRequest.Vim, XmlConvert.ToString(after.UtcDateTime, XmlDateTimeSerializationMode.Utc));
        writer.WriteEndElement();
        // The order of the WSDL: disableFullMessage stands in front of eventTypeId.
        writer.WriteElementString("disableFullMessage", SoapRequest.Vim, "true");
        // Clients write either form of the name.
        foreach (string type in (string[])[LoginEvent, LogoutEvent, "vim.event." + LoginEvent, "vim.event." + LogoutEvent])
        {
            writer.WriteElementString("eventTypeId", SoapRequest.Vim, type);
        }

        writer.WriteEndElement();
    }

    private static SessionEvent? ReadEvent(XElement item) =>
        SoapXml.TypeOf(item) is LoginEvent or LogoutEvent
        && UserSession.Time(SoapXml.Text(item, "createdTime")) is DateTimeOffset time
        && SoapXml.Text(item, "userName") is string user
            ? new()
            {
                IsLogin = SoapXml.TypeOf(item) == LoginEvent,
                Time = time,
                UserName = user,
                IpAddress = SoapXml.Text(item, "ipAddress"),
                UserAgent = SoapXml.Text(item, "userAgent"),
                SessionId = SoapXml.Text(item, "sessionId"),
                CallCount = Number(item, "callCount"),
            }
            : null;

    private static long? Number(XElement parent, string name) =>
        long.TryParse(SoapXml.Text(parent, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
