using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VcsaAuthGuard.Tests.LogPlatforms;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests.Alerts;

/// <summary>
/// A stand-in for Aria Operations for Logs: Kestrel with TLS, its sessions and alerts as the facts have them, and its events query as the
/// API's own page describes it. Texts of errors, ids, and what is not public (that the list is an array, that a delete answers 200) are its
/// own; nothing it says is proof of the product.
/// </summary>
internal sealed class StandInAriaLogs : StandInPlatform
{
    public const string Command = "--stand-in-aria";
    public const string AlertsUser = "alerts@example.org";

    private const int MaxEvents = 20_000;

    private static readonly string[] Operators = ["CONTAINS ", ">=", "<=", ">", "<", "="];

    private readonly ConcurrentDictionary<string, bool> _sessions = new();
    private readonly ConcurrentDictionary<string, JsonObject> _alerts = new();

    public StandInAriaLogs() => UserName = AlertsUser;

    /// <summary>The alerts by id.</summary>
    public IReadOnlyDictionary<string, JsonObject> Alerts => _alerts;

    public static async Task<StandInAriaLogs> StartNewAsync()
    {
        StandInAriaLogs platform = new();
        await platform.StartAsync();
        return platform;
    }

    /// <summary>All sessions are over: the next request in one gets 440.</summary>
    public void ForgetSessions() => _sessions.Clear();

    /// <summary>Puts an alert there, as somebody else would have.</summary>
    public string Put(JsonObject alert)
    {
        string id = Guid.NewGuid().ToString();
        alert["id"] = id;
        _alerts[id] = alert;
        return id;
    }

    protected override void Steer(string[] parts)
    {
        base.Steer(parts);
        switch (parts[0])
        {
            case "forget":
                ForgetSessions();
                break;
            case "clear":
                _alerts.Clear();
                break;
        }
    }

    protected override async Task AnswerAsync(HttpContext context, string request, string body)
    {
        if (request == "POST /api/v2/sessions")
        {
            await LoginAsync(context, JsonNode.Parse(body)!.AsObject());
            return;
        }

        string authorization = $"{context.Request.Headers.Authorization}";
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal) || !_sessions.ContainsKey(authorization["Bearer ".Length..]))
        {
            await RefuseAsync(context, authorization.Length == 0 ? 401 : 440, "The session is over.");
            return;
        }

        string id = context.Request.Path.Value!.Split('/')[^1];
        await (
            request switch
            {
                "GET /api/v2/alerts" => SayAsync(
                    context,
                    200,
                    new JsonArray([.. _alerts.Values.Select(alert => alert.DeepClone())]).ToJsonString()
                ),
                "POST /api/v1/alerts" => CreateAsync(context, JsonNode.Parse(body)!.AsObject()),
                _ when request.StartsWith("DELETE /api/v1/alerts/", StringComparison.Ordinal) => _alerts.TryRemove(id, out _)
                    ? SayAsync(context, 200, "")
                    : RefuseAsync(context, 404, $"There is no alert {id}."),
                _ when request.StartsWith("GET /api/v2/events", StringComparison.Ordinal) => EventsAsync(context),
                _ when request.StartsWith("GET /api/v2/aggregated-events", StringComparison.Ordinal) => GroupsAsync(context),
                _ => RefuseAsync(context, 404, "There is no such resource."),
            }
        );
    }

    /// <summary>Returns the constraints of a path: those of one field and one operator are alternatives, others must all hold.</summary>
    private static List<(string Field, string Operator, string Value)> Constraints(HttpContext context, string resource)
    {
        string[] parts = context
            .Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!
            .RawTarget.Split('?')[0][resource.Length..]
            .Split('/', StringSplitOptions.RemoveEmptyEntries);
        List<(string Field, string Operator, string Value)> constraints = [];
        for (int i = 0; i + 1 < parts.Length; i += 2)
        {
            string operation = Uri.UnescapeDataString(parts[i + 1]);
            string name = Operators.First(known => operation.StartsWith(known, StringComparison.Ordinal));
            constraints.Add((Uri.UnescapeDataString(parts[i]), name, operation[name.Length..]));
        }

        return constraints;
    }

    /// <summary>Answers with groups by host and time, the newest first; those over the limit are left out, and the response says
    /// so.</summary>
    private Task GroupsAsync(HttpContext context)
    {
        const int MaxBins = 2000;
        IQueryCollection asked = context.Request.Query;
        int limit = int.Parse($"{asked["limit"].FirstOrDefault() ?? "100"}", CultureInfo.InvariantCulture);
        long span = long.Parse($"{asked["bin-width"]}", CultureInfo.InvariantCulture) * 1_000_000;
        if (limit > MaxBins || asked["aggregation-function"] != "COUNT" || asked["group-by-field"] != "hostname")
        {
            return RefuseAsync(context, 400, "limit, function or field is not what this stand-in knows.");
        }

        ILookup<(string, string), (string Field, string Operator, string Value)> groups = Constraints(context, "/api/v2/aggregated-events")
            .ToLookup(constraint => (constraint.Field, constraint.Operator));
        (string Host, long Start, long Count)[] found =
        [
            .. CountEvents(span, isRefused: true, item => groups.All(group => group.Any(constraint => Holds(item, constraint))))
                .OrderByDescending(count => count.Start),
        ];
        bool isCut = found.Length > limit;
        JsonObject answer = new()
        {
            ["complete"] = !IsIncomplete && !isCut,
            ["duration"] = 1,
            ["bins"] = new JsonArray([
                .. found.Take(limit).Select(count => (JsonNode)new JsonObject
                {
                    ["minTimestamp"] = count.Start / 1_000_000,
                    ["maxTimestamp"] = ((count.Start + span) / 1_000_000) - 1,
                    ["keys"] = new JsonArray(count.Host),
                    ["value"] = count.Count,
                }),
            ]),
        };
        if (isCut)
        {
            answer["warnings"] = new JsonArray(new JsonObject { ["description"] = "TRUNCATED_GROUPS", ["code"] = 9 });
        }

        return SayCountedAsync(context, answer.ToJsonString());
    }

    private Task EventsAsync(HttpContext context)
    {
        List<(string Field, string Operator, string Value)> constraints = Constraints(context, "/api/v2/events");
        if (constraints.All(constraint => constraint.Field != "timestamp"))
        {
            // What the product does: a minute, without a word.
            return SayAsync(context, 200, """{"complete":true,"duration":1,"events":[]}""");
        }

        int limit = int.Parse($"{context.Request.Query["limit"].FirstOrDefault() ?? "100"}", CultureInfo.InvariantCulture);
        if (limit > MaxEvents || context.Request.Query["order-by-direction"] != "ASC")
        {
            return RefuseAsync(context, 400, "limit or order is not what this stand-in knows.");
        }

        ILookup<(string, string), (string Field, string Operator, string Value)> groups = constraints.ToLookup(constraint =>
            (constraint.Field, constraint.Operator)
        );
        StandInEvent[] found =
        [
            .. Logs.Events.Where(item => groups.All(group => group.Any(constraint => Holds(item, constraint)))).Take(limit),
        ];
        EventsSent += found.Length;
        JsonObject answer = new()
        {
            ["complete"] = !IsIncomplete,
            ["duration"] = 1,
            ["events"] = new JsonArray([
                .. found.Select(item =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["text"] = item.Text,
                            ["timestamp"] = item.Nanoseconds / 1_000_000,
                            ["timestampString"] = DateTimeOffset
                                .FromUnixTimeMilliseconds(item.Nanoseconds / 1_000_000)
                                .ToString("u", CultureInfo.InvariantCulture),
                            ["fields"] = new JsonArray(
                                Field("hostname", item.Host),
                                Field("filepath", item.File),
                                Field("appname", "vpxd"),
                                new JsonObject
                                {
                                    ["name"] = "event_type",
                                    ["startPosition"] = 0,
                                    ["length"] = 1,
                                }
                            ),
                        }
                ),
            ]),
        };
        if (IsIncomplete)
        {
            answer["warnings"] = new JsonArray(new JsonObject { ["description"] = "TIMEOUT", ["code"] = 128, ["progress"] = 0.5 });
        }

        return SayAsync(context, 200, answer.ToJsonString());
    }

    private static JsonObject Field(string name, string content) => new() { ["name"] = name, ["content"] = content };

    private static bool Holds(StandInEvent item, (string Field, string Operator, string Value) constraint)
    {
        if (constraint.Field == "timestamp")
        {
            long time = item.Nanoseconds / 1_000_000, value = long.Parse(constraint.Value, CultureInfo.InvariantCulture);
            return constraint.Operator switch
            {
                ">=" => time >= value,
                "<=" => time <= value,
                ">" => time > value,
                "=" => time == value,
                _ => time < value,
            };
        }

        string text = constraint.Field switch
        {
            "text" => item.Text,
            "hostname" => item.Host,
            "filepath" => item.File,
            "appname" => "vpxd",
            _ => "",
        };
        return QueryEvaluators.AriaContains(text, constraint.Value);
    }

    private Task LoginAsync(HttpContext context, JsonObject who)
    {
        if (
            (string?)who["username"] != UserName
            || (string?)who["password"] != Password
            || (string?)who["provider"] is not ("Local" or "vIDM")
        )
        {
            return RefuseAsync(context, 401, "Invalid username or password.");
        }

        string session = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        _sessions[session] = true;
        return SayAsync(
            context,
            200,
            new JsonObject
            {
                ["userId"] = Guid.NewGuid().ToString(),
                ["sessionId"] = session,
                ["ttl"] = 1800,
            }.ToJsonString()
        );
    }

    private Task CreateAsync(HttpContext context, JsonObject alert)
    {
        bool isQuery;
        try
        {
            isQuery =
                alert["chartQuery"]?.GetValueKind() == JsonValueKind.String && JsonNode.Parse((string)alert["chartQuery"]!) is JsonObject;
        }
        catch (JsonException)
        {
            isQuery = false;
        }

        string? wrong = (string?)alert["name"] is not { Length: > 0 } ? "name is mandatory."
            : !isQuery ? "chartQuery is a JSON document in a string."
            : (string?)alert["alertType"] != "RATE_BASED" || (string?)alert["hitOperator"] != "GREATER_THAN"
                ? "alertType or hitOperator is unknown."
            : (bool?)alert["emailEnabled"] == true && alert["emails"] is not JsonArray { Count: > 0 } ? "emails has no address."
            : null;
        if (wrong is not null)
        {
            return RefuseAsync(context, 400, wrong);
        }

        // Published alerts have it as 4.0.
        alert["hitCount"] = JsonNode.Parse($"{(int)alert["hitCount"]!}.0");
        return SayAsync(context, 201, new JsonObject { ["id"] = Put(alert) }.ToJsonString());
    }
}
