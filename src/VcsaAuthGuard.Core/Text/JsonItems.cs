using System.Text;
using System.Text.Json;

namespace VcsaAuthGuard.Text;

/// <summary>Enumerates the items of a JSON array, a JSON object, or one object per line, each with the 1-based line it starts on.</summary>
internal sealed class JsonItems(TextReader text, long linesBefore, Action<long, string> onInvalid)
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public IEnumerable<(long Line, JsonElement Item)> Read()
    {
        string first = text.ReadLine() ?? "";
        return first.Length > 0 && first[0] == '{' && TryParse(first, out _)
            ? Lines(first)
            : ReadDocument(Encoding.UTF8.GetBytes(first + "\n" + text.ReadToEnd()));
    }

    private IEnumerable<(long Line, JsonElement Item)> Lines(string first)
    {
        long line = linesBefore;
        for (string? next = first; next is not null; next = text.ReadLine())
        {
            line++;
            if (next.Trim().Length == 0)
            {
                continue;
            }

            if (TryParse(next, out JsonElement item))
            {
                yield return (line, item);
            }
            else
            {
                onInvalid(line, "The line is not a JSON object.");
            }
        }
    }

    /// <summary>Reads the items of an array up to the point where it is no longer valid JSON.</summary>
    private List<(long Line, JsonElement Item)> ReadDocument(byte[] json)
    {
        List<(long Line, JsonElement Item)> items = [];
        Utf8JsonReader reader = new(json, Options);
        long line = linesBefore + 1;
        int counted = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray && reader.CurrentDepth == 0)
                {
                    continue;
                }

                for (; counted < reader.TokenStartIndex; counted++)
                {
                    line += json[counted] == '\n' ? 1 : 0;
                }

                items.Add((line, JsonElement.ParseValue(ref reader)));
            }
        }
        catch (JsonException e)
        {
            onInvalid(linesBefore + 1 + (e.LineNumber ?? 0), "The JSON ends early or is invalid here; everything before it was read.");
        }

        return items;
    }

    private static bool TryParse(string line, out JsonElement item)
    {
        item = default;
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(line), Options);
        try
        {
            item = JsonElement.ParseValue(ref reader);
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
