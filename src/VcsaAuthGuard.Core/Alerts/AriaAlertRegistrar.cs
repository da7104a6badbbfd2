using System.Text.Json;
using System.Text.Json.Nodes;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Aria;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Registers the alert at Aria Operations for Logs, so that it exists exactly once.</summary>
/// <remarks>
/// Public sources describe requests that list, create and delete alerts, but none that changes one. So an update creates the new alert
/// and then deletes the old one; when the platform refuses the new one, the old one is unchanged.
/// </remarks>
public sealed class AriaAlertRegistrar : IDisposable
{
    internal const string AlertsPath = "/api/v1/alerts";
    private const string ListPath = "/api/v2/alerts";

    /// <summary>The recipients and the state of an alert, which an update keeps.</summary>
    private static readonly string[] PreservedProperties =
    [
        "enabled",
        "emailEnabled",
        "emails",
        "webhookEnabled",
        "webhookURLs",
        "vcopsEnabled",
        "vcopsResourceKindKey",
        "autoClearAlertAfterTimeout",
    ];

    /// <summary>The properties that are always compared; others are compared when the platform returns them.</summary>
    private static readonly string[] Essential = ["chartQuery", "hitCount", "hitOperator", "searchPeriod"];

    private static readonly PlatformAdvice Advice = new()
    {
        NotThisApi = AriaLogsClient.NotThisApi,
        Unreachable = AriaLogsClient.Unreachable,
        Throttled = "Run the command again later: it finds an existing alert by its name.",
        ServerError =
            "It is not known whether the change was made. Run the command again when the platform is available: "
            + "it finds an existing alert by its name.",
        Refused = "See the server's message. This request changed nothing.",
        LoginRefused = "See the server's message. This request changed nothing.",
        Timeout =
            "Check whether the platform is under load, or increase the timeout. Run the command again: "
            + "it finds an existing alert by its name.",
    };

    private readonly AriaLogsOptions _options;
    private readonly AriaLogsClient _client;

    /// <summary>Initializes a registrar. No request is sent.</summary>
    /// <param name="options">The platform and the credential.</param>
    /// <param name="handler">Sends the requests; it is disposed of with this object.</param>
    public AriaAlertRegistrar(AriaLogsOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _client = new AriaLogsClient(options, handler, Advice);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Reads the existing alerts and returns the changes to make. Changes nothing.</summary>
    /// <param name="alert">The alert; with several servers it is one for each.</param>
    /// <param name="token">Cancels the requests.</param>
    /// <exception cref="PlatformException">The platform did not answer as expected, or several alerts have the same name.</exception>
    public async Task<IReadOnlyList<AlertChange>> PlanAsync(AlertDefinition alert, CancellationToken token = default)
    {
        JsonNode? listed = await _client.CallAsync(HttpMethod.Get, ListPath, null, token).ConfigureAwait(false);
        // The list's shape is not public: the alerts themselves, or an object that has them.
        JsonArray alerts =
            listed as JsonArray
            ?? (listed as JsonObject)?["alerts"] as JsonArray
            ?? throw _client.Connection.Failure(
                PlatformProblem.UnexpectedAnswer,
                $"the answer to GET {ListPath} is not a list of alerts.",
                "Check that the address is that of Aria Operations for Logs, port 9543."
            );
        return [.. AriaAlertText.Alerts(alert).Select(wanted => Plan(wanted, alerts))];
    }

    /// <summary>Makes a change.</summary>
    /// <param name="change">What <see cref="PlanAsync"/> gave.</param>
    /// <param name="token">Cancels the requests.</param>
    /// <exception cref="PlatformException">The platform refused the change.</exception>
    public async Task<RegisteredAlert> ApplyAsync(AlertChange change, CancellationToken token = default)
    {
        string? id = change.ExistingId;
        if (change.Action != AlertAction.None)
        {
            JsonNode? made = await _client.CallAsync(HttpMethod.Post, AlertsPath, change.Body, token).ConfigureAwait(false);
            id = Text((made as JsonObject)?["id"]);
        }

        if (change.Action == AlertAction.Update)
        {
            await DeleteAsync(change, id, token).ConfigureAwait(false);
        }

        return new RegisteredAlert
        {
            Server = _options.Address.Authority,
            Name = change.Name,
            Id = id,
            Action = change.Action,
            Differences = change.Differences,
        };
    }

    private static string? Text(JsonNode? node) => node is JsonValue ? node.ToString() : null;

    private static string? Format(JsonNode? node) => node is null ? null : JsonText.Compact(node);

    private async Task DeleteAsync(AlertChange change, string? newId, CancellationToken token)
    {
        try
        {
            await _client
                .CallAsync(HttpMethod.Delete, $"{AlertsPath}/{Uri.EscapeDataString(change.ExistingId!)}", null, token)
                .ConfigureAwait(false);
        }
        catch (PlatformException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            // Already gone.
        }
        catch (PlatformException e)
        {
            throw new PlatformException(
                _options.Address,
                PlatformProblem.OldAlertLeft,
                $"'{change.Name}' was created again ({newId ?? "no id was returned"}), but the previous alert "
                    + $"({change.ExistingId}) could not be deleted: {e.Message}",
                $"Delete the alert {change.ExistingId} on the platform: until then both fire.",
                e.Status,
                e);
        }
    }

    private AlertChange Plan(JsonObject wanted, JsonArray alerts)
    {
        string name = (string)wanted["name"]!;
        JsonObject[] found = [.. alerts.OfType<JsonObject>().Where(alert => Text(alert["name"]) == name)];
        if (found.Length == 0)
        {
            return new AlertChange(wanted) { Name = name, Action = AlertAction.Create };
        }

        if (found.Length > 1)
        {
            throw _client.Connection.Failure(
                PlatformProblem.Ambiguous,
                $"{found.Length} alerts are named '{name}': "
                    + $"{string.Join(", ", found.Select(alert => Text(alert["id"]) ?? "(without an id)"))}.",
                "Delete all but one on the platform, or use another name.");
        }

        string id =
            Text(found[0]["id"])
            ?? throw _client.Connection.Failure(
                PlatformProblem.UnexpectedAnswer,
                $"the alert '{name}' is listed without an id.",
                "Delete it on the platform, or use another name."
            );
        AlertDifference[] differences =
        [
            .. wanted.Where(property => !PreservedProperties.Contains(property.Key)
                    && (found[0].ContainsKey(property.Key) || Essential.Contains(property.Key))
                    && !IsSame(property.Key, property.Value, found[0][property.Key])
                )
                .Select(property => new AlertDifference
                {
                    Property = property.Key,
                    Before = Format(found[0][property.Key]),
                    After = Format(property.Value)!,
                }),
        ];
        JsonObject body = (JsonObject)wanted.DeepClone();
        foreach (string kept in PreservedProperties.Where(kept => found[0][kept] is not null))
        {
            body[kept] = found[0][kept]!.DeepClone();
        }

        return new AlertChange(body)
        {
            Name = name,
            Action = differences.Length == 0 ? AlertAction.None : AlertAction.Update,
            ExistingId = id,
            Differences = differences,
        };
    }

    private static bool IsSame(string property, JsonNode? wanted, JsonNode? found)
    {
        if (property != "chartQuery")
        {
            return IsWithin(wanted, found);
        }

        try
        {
            return found is JsonValue && IsWithin(JsonNode.Parse((string)wanted!), JsonNode.Parse(found.ToString()));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Determines whether the platform's value contains the wanted one: it may add properties, and 10 may be 10.0.</summary>
    private static bool IsWithin(JsonNode? wanted, JsonNode? found) =>
        (wanted, found) switch
        {
            (JsonObject one, JsonObject other) => one.All(property =>
                property.Key is "startTimeMillis" or "endTimeMillis" || IsWithin(property.Value, other[property.Key])
            ),
            (JsonArray one, JsonArray other) => one.Count == other.Count && one.Zip(other, IsWithin).All(same => same),
            (JsonValue one, JsonValue other) => IsSameValue(one, other),
            // Null, and nothing to list, are the same as not being said.
            (null or JsonArray { Count: 0 }, null or JsonArray { Count: 0 }) => true,
            _ => false,
        };

    private static bool IsSameValue(JsonValue one, JsonValue other) =>
        one.GetValueKind() == JsonValueKind.Number && other.GetValueKind() == JsonValueKind.Number
            ? decimal.TryParse(
                one.ToString(),
                System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture,
                out decimal first
            )
                && decimal.TryParse(
                    other.ToString(),
                    System.Globalization.NumberStyles.Float,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out decimal second
                )
                && first == second
            : JsonNode.DeepEquals(one, other);
}
