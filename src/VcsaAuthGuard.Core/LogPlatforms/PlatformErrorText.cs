using System.Text.Json;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Finds the explanation in the body of a response that reports a failure.</summary>
internal static class PlatformErrorText
{
    /// <summary>Returns errorMessage and errorDetails, error and reason, or message of a JSON document; otherwise the whole body.</summary>
    public static string Read(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return Find(document.RootElement) ?? body.Trim();
        }
        catch (JsonException)
        {
            return body.Trim();
        }
    }

    private static string? Find(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (error.TryGetProperty("errorMessage", out JsonElement message))
        {
            return error.TryGetProperty("errorDetails", out JsonElement details) ? $"{message} {details.GetRawText()}" : message.ToString();
        }

        if (error.TryGetProperty("error", out JsonElement inner))
        {
            return inner.ValueKind == JsonValueKind.String ? inner.GetString() : FindReason(inner);
        }

        return error.TryGetProperty("message", out JsonElement text) ? text.ToString() : null;
    }

    /// <summary>Returns the reason of the first shard that failed, which is more specific than OpenSearch's "all shards failed".</summary>
    private static string? FindReason(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        bool hasCause =
            error.TryGetProperty("root_cause", out JsonElement causes)
            && causes.ValueKind == JsonValueKind.Array
            && causes.GetArrayLength() > 0;
        JsonElement source =
            hasCause && causes[0].ValueKind == JsonValueKind.Object && causes[0].TryGetProperty("reason", out _) ? causes[0] : error;
        return source.TryGetProperty("reason", out JsonElement reason) ? reason.ToString() : null;
    }
}
