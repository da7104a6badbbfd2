using System.Management.Automation;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Lets a parameter take durations as text (90m, PT2H), and refuses a bare number, which PowerShell would take for ticks or days.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or TimeSpan)
        {
            return value;
        }

        // ConvertFrom-Json gives a TimeSpan as an object with its properties.
        if (value is not string && Properties.GetDuration(inputData) is TimeSpan duration)
        {
            return duration;
        }

        try
        {
            // PowerShell reads 30s and 1d as numbers (a short and a decimal), and keeps what was typed with them.
            return DurationText.Parse(LanguagePrimitives.ConvertTo<string>(inputData));
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
