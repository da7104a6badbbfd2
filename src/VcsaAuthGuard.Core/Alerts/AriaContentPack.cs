using System.Text.Json.Nodes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Writes a content pack of Aria Operations for Logs with the alert, extracted fields and a dashboard, in the format of published
/// packs.</summary>
internal static class AriaContentPack
{
    private const string Namespace = "io.github.vcsa-authguard";

    /// <summary>The condition that restricts the extracted fields to entries with the fault.</summary>
    private static readonly string FieldConstraints = JsonText.Compact(
        new JsonObject { ["searchTerms"] = AlertText.Fault, ["filters"] = new JsonArray() }
    );

    public static string Write(AlertDefinition alert)
    {
        string?[] servers = alert.Servers.Count == 0 ? [null] : [.. alert.Servers];
        JsonObject host = Field(
            "vcsa_auth_host",
            "/hgw/",
            "host-\\d+",
            "/sdk",
            "The ESXi host's managed object id: PowerCLI shows it as HostSystem-host-NNN."
        );
        JsonObject datastore = Field(
            "vcsa_auth_datastore",
            "vim\\.Datastore:",
            "[0-9a-f-]+",
            "'",
            "The volume uuid of the datastore that the fault names."
        );
        JsonObject opId = Field("vcsa_auth_opid", "op[Ii][Dd]=", "[^\\] ]+", "[\\] ]", "The operation's id: the same call in other logs.");
        string note = $"{AlertText.Summary(alert)} {AlertText.FlatSplitNote} Host, datastore and operation are fields only where an "
            + "entry is kept together.";
        return JsonText.Indented(new JsonObject
        {
            ["name"] = "VcsaAuthGuard",
            ["namespace"] = Namespace,
            ["contentPackId"] = Namespace,
            ["framework"] = "#9c4",
            ["version"] = "2.4",
            ["extractedFields"] = new JsonArray(host.DeepClone(), datastore.DeepClone(), opId.DeepClone()),
            ["queries"] = new JsonArray([.. servers.Select(server => (JsonNode)Query(Titled("Refused file calls", server), server, null))]),
            ["alerts"] = new JsonArray([.. servers.Select(server => (JsonNode)AriaAlertText.ForPack(alert, server))]),
            ["dashboardSections"] = new JsonArray(new JsonObject
            {
                ["header"] = "",
                ["views"] = new JsonArray([.. servers.Select(server => (JsonNode)View(server, note, host, datastore))]),
            }),
            ["aliasFields"] = new JsonArray(),
            ["aliasRules"] = new JsonArray(),
            ["author"] = "VcsaAuthGuard",
            ["url"] = AlertText.Article,
            ["contentVersion"] = "1.0",
            ["info"] = note,
            ["instructions"] = "Send the vpxd log of each vCenter to this platform (vCenter's management interface: Syslog). "
                + "Enable the alert and say whom it tells.",
            ["icon"] = "",
        });
    }

    private static string Titled(string title, string? server) => server is null ? title : $"{title}: {server}";

    private static JsonObject View(string? server, string note, JsonObject host, JsonObject datastore) => new()
    {
        ["name"] = Titled("NotAuthenticated (KB 440879)", server),
        ["constraints"] = new JsonArray(),
        ["rows"] = new JsonArray(
            Row(Widget("Refused file calls over time", note, "column", server, true, null)),
            Row(
                Widget("By ESXi host", "Which hosts the refused calls were for.", "bar", server, false, host),
                Widget("By datastore", "Which datastores the refused calls were for.", "bar", server, false, datastore))),
    };

    private static JsonObject Row(params JsonNode[] widgets) => new() { ["widgets"] = new JsonArray(widgets) };

    private static JsonObject Widget(string name, string info, string chart, string? server, bool overTime, JsonObject? field) => new()
    {
        ["name"] = name,
        ["info"] = info,
        ["gridWidth"] = overTime ? "2" : "1",
        ["chartType"] = chart,
        ["chartOptions"] = "{\"logaxis\":false,\"trendline\":false,\"spline\":false}",
        ["widgetType"] = "chart",
        ["chartQuery"] = JsonText.Compact(Chart(server, overTime, field)),
        ["messageQuery"] = "",
    };

    private static JsonObject Query(string name, string? server, JsonObject? field) => new()
    {
        ["name"] = name,
        ["chartQuery"] = JsonText.Compact(Chart(server, true, field)),
        ["messageQuery"] = "",
        ["info"] = AlertText.FlatSplitNote,
        ["options"] = "{\"chartTypeName\":null,\"chartOptions\":\"{\\\"logaxis\\\":false,\\\"trendline\\\":false,\\\"spline\\\":false}\"}",
    };

    private static JsonObject Chart(string? server, bool overTime, JsonObject? field) =>
        field is null
            ? AriaAlertText.ChartQuery(server, overTime)
            : AriaAlertText.ChartQuery(
                server,
                overTime,
                [field.DeepClone()],
                [(JsonNode)new JsonObject { ["internalName"] = (string?)field["internalName"] }]
            );

    /// <summary>Creates a field with a unique internal name. The platform itself derives these names from namespace and name.</summary>
    private static JsonObject Field(string name, string before, string value, string after, string info) => new()
    {
        ["displayName"] = name,
        ["preContext"] = before,
        ["postContext"] = after,
        ["regexValue"] = value,
        ["internalName"] = $"i{AlertText.CreateId(Namespace + "/" + name):N}",
        ["constraints"] = FieldConstraints,
        ["info"] = info,
    };
}
