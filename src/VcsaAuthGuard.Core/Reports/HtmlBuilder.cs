using System.Text;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Writes HTML that is XML too. All text and all attributes go through <see cref="VisibleText"/>; only <see cref="Raw"/> does
/// not.</summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _html = new();

    /// <summary>Gets or sets the part of the page that is written, which distinguishes regions of the same caption.</summary>
    public string? Part { get; set; }

    /// <summary>Opens an element; an attribute without a value is left out.</summary>
    public HtmlBuilder Open(string tag, params (string Name, string? Value)[] attributes)
    {
        Start(tag, attributes);
        _html.Append('>');
        return this;
    }

    /// <summary>Writes an element that has no content.</summary>
    public HtmlBuilder Void(string tag, params (string Name, string? Value)[] attributes)
    {
        Start(tag, attributes);
        _html.Append("/>\n");
        return this;
    }

    public HtmlBuilder Close(string tag)
    {
        _html.Append("</").Append(tag).Append(">\n");
        return this;
    }

    /// <summary>Appends text in one line.</summary>
    public HtmlBuilder Text(string? text)
    {
        VisibleText.Append(_html, text, keepLines: false);
        return this;
    }

    /// <summary>Appends text with its line breaks.</summary>
    public HtmlBuilder Lines(string? text)
    {
        VisibleText.Append(_html, text, keepLines: true);
        return this;
    }

    public HtmlBuilder Element(string tag, string? text, params (string Name, string? Value)[] attributes) =>
        Open(tag, attributes).Text(text).Close(tag);

    /// <summary>Writes the project's own text without escaping.</summary>
    public HtmlBuilder Raw(string html)
    {
        _html.Append(html);
        return this;
    }

    public override string ToString() => _html.ToString();

    private void Start(string tag, (string Name, string? Value)[] attributes)
    {
        _html.Append('<').Append(tag);
        foreach ((string name, string? value) in attributes)
        {
            if (value is not null)
            {
                _html.Append(' ').Append(name).Append("=\"");
                VisibleText.AppendAttribute(_html, value);
                _html.Append('"');
            }
        }
    }
}
