using System.Text.Json.Nodes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Writes the query of OpenSearch and Elasticsearch, alone, in a monitor of OpenSearch and in a watch of Elasticsearch.</summary>
internal static class SearchAlert
{
    private const string MessageField = "message";
    private const string HostField = "host.name";
    private const string TimeField = "@timestamp";
    private const string Index = "*";

    private const string FieldNote =
        "The fields message (text, standard analyzer), host.name (keyword) and @timestamp are those of the Elastic Common Schema, "
        + "the index is *: put in your own.";

    /// <summary>The largest number of vCenters that are counted separately.</summary>
    private const int MaxHosts = 10_000;

    public static string WriteQuery(AlertDefinition alert) => JsonText.Indented(new JsonObject
    {
        ["size"] = 0,
        ["track_total_hits"] = true,
        ["query"] = Query(alert, "now", null),
        ["aggs"] = Hosts(alert),
    });

    public static string WriteMonitor(AlertDefinition alert)
    {
        JsonObject trigger = new()
        {
            ["name"] = alert.Name,
            ["severity"] = "1",
            ["condition"] = new JsonObject
            {
                ["buckets_path"] = new JsonObject { ["count"] = "_count" },
                ["parent_bucket_path"] = "vcenter",
                ["script"] = new JsonObject
                {
                    ["lang"] = "painless",
                    ["source"] = $"params.count > {AlertText.Number(alert.Rule.Threshold)}",
                },
            },
            ["actions"] = new JsonArray(),
        };
        JsonObject search = new()
        {
            ["indices"] = new JsonArray(Index),
            ["query"] = new JsonObject
            {
                ["size"] = 0,
                ["query"] = Query(alert, "{{period_end}}||", "epoch_millis"),
                ["aggregations"] = new JsonObject
                {
                    ["vcenter"] = new JsonObject
                    {
                        ["composite"] = new JsonObject
                        {
                            ["size"] = MaxHosts,
                            ["sources"] = new JsonArray(
                                new JsonObject { ["host"] = new JsonObject { ["terms"] = new JsonObject { ["field"] = HostField } } }
                            ),
                        },
                    },
                },
            },
        };
        return JsonText.Indented(new JsonObject
        {
            ["type"] = "monitor",
            ["name"] = alert.Name,
            ["monitor_type"] = "bucket_level_monitor",
            ["enabled"] = true,
            ["schedule"] = new JsonObject { ["period"] = new JsonObject { ["interval"] = 1, ["unit"] = "MINUTES" } },
            ["inputs"] = new JsonArray(new JsonObject { ["search"] = search }),
            ["triggers"] = new JsonArray(new JsonObject { ["bucket_level_trigger"] = trigger }),
            ["ui_metadata"] = new JsonObject { ["description"] = Description(alert) },
        });
    }

    public static string WriteWatch(AlertDefinition alert) => JsonText.Indented(new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = alert.Name, ["description"] = Description(alert) },
        ["trigger"] = new JsonObject { ["schedule"] = new JsonObject { ["interval"] = "1m" } },
        ["input"] = new JsonObject
        {
            ["search"] = new JsonObject
            {
                ["request"] = new JsonObject
                {
                    ["indices"] = new JsonArray(Index),
                    ["body"] = new JsonObject
                    {
                        ["size"] = 0,
                        ["query"] = Query(alert, "{{ctx.trigger.scheduled_time}}||", null),
                        ["aggs"] = Hosts(alert),
                    },
                },
            },
        },
        ["condition"] = new JsonObject
        {
            ["compare"] = new JsonObject
            {
                ["ctx.payload.aggregations.vcenter.buckets.0.doc_count"] = new JsonObject { ["gt"] = alert.Rule.Threshold },
            },
        },
        ["throttle_period"] = AlertText.Span(alert.Rule.Period),
        ["actions"] = new JsonObject
        {
            ["log"] = new JsonObject
            {
                ["logging"] = new JsonObject { ["text"] = $"{alert.Name}: {{{{ctx.payload.aggregations.vcenter.buckets}}}}" },
            },
        },
    });

    private static string Description(AlertDefinition alert) =>
        $"{AlertText.Summary(alert)} {AlertText.SplitNote} {FieldNote} {AlertText.Recommendation} {AlertText.Article}";

    /// <summary>Returns the aggregation of hosts with more faults than the threshold, those with the most faults first.</summary>
    private static JsonObject Hosts(AlertDefinition alert) => new()
    {
        ["vcenter"] = new JsonObject
        {
            ["terms"] = new JsonObject { ["field"] = HostField, ["size"] = MaxHosts, ["min_doc_count"] = alert.Rule.Threshold + 1L },
        },
    };

    private static JsonObject Query(AlertDefinition alert, string now, string? format)
    {
        // A fault exactly one period old is out, as in the rule that logs are measured by.
        JsonObject range = new() { ["gt"] = $"{now}-{AlertText.Span(alert.Rule.Period)}", ["lte"] = now.Replace("||", "") };
        if (format is not null)
        {
            range["format"] = format;
        }

        JsonArray filter = [(JsonNode)new JsonObject { ["range"] = new JsonObject { [TimeField] = range } }, (JsonNode)Fault()];
        if (alert.Servers.Count > 0)
        {
            filter.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["terms"] = new JsonObject { [HostField] = new JsonArray([.. alert.Servers.Select(server => (JsonNode)server)]) },
                    }
            );
        }

        return new JsonObject
        {
            ["bool"] = new JsonObject { ["_name"] = $"{alert.Name}. {AlertText.SplitNote} {FieldNote}", ["filter"] = filter },
        };
    }

    /// <summary>Returns the query for one fault. The analyzer keeps dots within words, so the method's long form is a separate
    /// word.</summary>
    private static JsonObject Fault() => AnyOf(
        AllOf(AnyOf(Phrase(AlertText.Method), Phrase(AlertText.LongMethod)), Phrase(AlertText.Message)),
        AllOf(Phrase(AlertText.LongMethod), Phrase(AlertText.Fault)));

    private static JsonObject Phrase(string words) => new() { ["match_phrase"] = new JsonObject { [MessageField] = words } };

    private static JsonObject AllOf(params JsonNode[] queries) =>
        new() { ["bool"] = new JsonObject { ["filter"] = new JsonArray(queries) } };

    private static JsonObject AnyOf(params JsonNode[] queries) =>
        new()
        {
            ["bool"] = new JsonObject { ["should"] = new JsonArray(queries), ["minimum_should_match"] = 1 },
        };
}
