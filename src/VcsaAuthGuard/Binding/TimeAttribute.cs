using System.Management.Automation;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Lets a parameter take times as text, as a DateTime or as a DateTimeOffset, in the same way in every culture. A clock time stays one
/// until the cmdlet knows the time zone.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value switch
            {
                null or TimeInput => value,
                DateTimeOffset time => TimeInput.From(time),
                DateTime time => TimeInput.From(time),
                string text => TimeInput.Parse(text),
                // A DateTimeOffset from another process, such as one of Import-Clixml.
                _ => Properties.Get(PSObject.AsPSObject(inputData!), nameof(DateTimeOffset.UtcDateTime)) is DateTime utc
                    ? TimeInput.From(DateTime.SpecifyKind(utc, DateTimeKind.Utc))
                    : TimeInput.Parse(LanguagePrimitives.ConvertTo<string>(inputData)),
            };
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
