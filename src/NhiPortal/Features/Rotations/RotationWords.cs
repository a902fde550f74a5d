using System.Globalization;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Requests;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Rotations;

/// <summary>What schedules, rules and rotations are called.</summary>
public static class RotationWords
{
    public static string Words(this RotationSchedule schedule) => schedule switch
    {
        { EveryDays: 1 } => "every day",
        { EveryDays: { } days } => $"every {days} days",
        _ => $"by cron {schedule.Cron} in {schedule.Zone}",
    };

    public static string More(this RotationSchedule schedule) =>
        $"reminded {schedule.LeadDays} days before, left unattended {schedule.GraceDays} days after{(schedule.IgnoresFreezes ? "; goes on in freezes" : "")}{(schedule.StartsItself ? $"; begins by itself, both live {schedule.OverlapHours} hours" : "")}";

    public static string Fit(this RotationRule rule)
    {
        string?[] parts =
        [
            rule.Kinds.Count == 0 ? "every credential" : "every " + string.Join(" or ", rule.Kinds.Select(kind => kind.Title().ToLowerInvariant())),
            rule.Integrations.Count == 0 ? null : "held by " + string.Join(" or ", rule.Integrations.Select(kind => kind.Noun().ToLowerInvariant())),
            rule.Criticalities.Count == 0 ? null : "that opens a target of criticality " + string.Join(" or ", rule.Criticalities.Select(criticality => criticality.ToString().ToLowerInvariant())),
        ];
        return string.Join(" ", parts.OfType<string>());
    }

    public static string Words(this FreezePeriod freeze) => freeze.Yearly
        ? $"each year {freeze.From.ToString("d MMM", CultureInfo.InvariantCulture)} to {freeze.Until.ToString("d MMM", CultureInfo.InvariantCulture)}"
        : $"{freeze.From.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} to {freeze.Until.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}";

    public static Dictionary<string, string?> Facts(this RotationWishes wishes)
    {
        var facts = wishes.Rules.Select((rule, at) => (Key: $"rule {at + 1}", Value: (string?)$"{rule.Name}: {rule.Fit()}, {rule.Schedule.Words()}, {rule.Schedule.More()}"))
            .Concat(wishes.Freezes.Select((freeze, at) => (Key: $"freeze {at + 1}", Value: (string?)$"{freeze.Name}: {freeze.Words()}"))).ToDictionary(pair => pair.Key, pair => pair.Value);
        facts["snooze"] = $"{wishes.MostSnoozes} times, {wishes.LongestSnoozeDays} days each";
        return facts;
    }

    public static (string Words, Tone Tone) Standing(this RotationView rotation) => rotation.State switch
    {
        RotationState.Closed => ("Closed", Tone.Ok),
        RotationState.GivenUp => ("Given up", Tone.Neutral),
        RotationState.Failed => ("A step failed", Tone.Bad),
        RotationState.Withdrawing => ("Given up, being withdrawn", Tone.Warn),
        _ => ("Under way", Tone.Info),
    };
}
