using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VcsaAuthGuard.Text;

/// <summary>
/// Reads one YAML document into values that know their lines. Anchors, aliases, tags and further documents are refused: a file of settings
/// needs none of them, and an alias can stand for any amount of data.
/// </summary>
internal sealed class YamlDocument
{
    private const int MaxDepth = 16;
    private const int MaxItems = 100_000;

    private readonly Parser _parser;
    private int _items;

    private YamlDocument(TextReader text) => _parser = new Parser(text);

    /// <summary>Reads the document; null when it is empty.</summary>
    /// <param name="text">The text; it is not disposed of.</param>
    /// <exception cref="YamlProblemException">The text is not YAML, or has what is refused.</exception>
    public static YamlItem? Read(TextReader text)
    {
        YamlDocument document = new(text);
        try
        {
            return document.ReadDocument();
        }
        catch (YamlException e)
        {
            throw new YamlProblemException(e.Start.Line, $"The YAML is not valid here: {Sentence(e.Message)}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner throws these for some flow lists and mappings that do not end.
            long line = document._parser.Current?.Start.Line ?? 1;
            throw new YamlProblemException(line, "The YAML is not valid here: a list or a mapping does not end.", e);
        }
    }

    /// <summary>Converts a message of the parser, which may begin with the place and end without a full stop, to a sentence.</summary>
    private static string Sentence(string message)
    {
        int place = message.IndexOf("): ", StringComparison.Ordinal);
        string text = message.StartsWith("(Line", StringComparison.Ordinal) && place > 0 ? message.Substring(place + 3) : message;
        return TerminalText.OneLine(text).TrimEnd('.', ' ') + ".";
    }

    private YamlItem? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        YamlItem item = ReadItem(0);
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<DocumentStart>(out DocumentStart? next)
            ? throw new YamlProblemException(next.Start.Line, "The file holds a second document. Use one file for each.")
            : item;
    }

    private YamlItem ReadItem(int depth)
    {
        if (depth > MaxDepth || ++_items > MaxItems)
        {
            throw new YamlProblemException(_parser.Current?.Start.Line ?? 0, "The file is nested too deeply, or too long.");
        }

        return _parser.Current switch
        {
            NodeEvent node when !node.Anchor.IsEmpty || !node.Tag.IsEmpty => throw Unsupported(node),
            AnchorAlias alias => throw Unsupported(alias),
            SequenceStart => ReadList(depth),
            MappingStart => ReadMapping(depth),
            Scalar => ReadScalar(),
            ParsingEvent other => throw new YamlProblemException(other.Start.Line, "A value is expected here."),
            _ => throw new YamlProblemException(0, "The file ends early."),
        };
    }

    private static YamlProblemException Unsupported(ParsingEvent part) =>
        new(part.Start.Line, "Anchors, aliases and tags (&, *, !) are not supported. Write the value out.");

    private YamlItem ReadScalar()
    {
        Scalar scalar = _parser.Consume<Scalar>();
        bool isPlain = scalar.Style == ScalarStyle.Plain;
        bool isNull = isPlain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
        return new() { Line = scalar.Start.Line, Text = isPlain && isNull ? null : scalar.Value, IsPlain = isPlain };
    }

    private YamlItem ReadList(int depth)
    {
        long line = _parser.Consume<SequenceStart>().Start.Line;
        List<YamlItem> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadItem(depth + 1));
        }

        return new() { Line = line, Items = items };
    }

    private YamlItem ReadMapping(int depth)
    {
        long line = _parser.Consume<MappingStart>().Start.Line;
        List<YamlMember> members = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlItem key = ReadItem(depth + 1);
            string name = key.Text ?? throw new YamlProblemException(key.Line, $"A key is a name, not {key.Kind}.");
            if (members.Find(member => member.Key == name) is YamlMember first)
            {
                throw new YamlProblemException(key.Line, FormattableString.Invariant($"'{name}' is already given in line {first.Line}."));
            }

            members.Add(new(name, key.Line, ReadItem(depth + 1)));
        }

        return new() { Line = line, Members = members };
    }
}
