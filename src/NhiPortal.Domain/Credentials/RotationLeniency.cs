using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Credentials;

/// <summary>
/// Whether other rotation rules ask for less. What rules are matched on has few values, so all of them are tried; two
/// schedules that cannot be compared count as less.
/// </summary>
public static class RotationLeniency
{
    private static readonly CredentialKind[] Kinds = [.. Enum.GetValues<CredentialKind>().Where(kind => kind != CredentialKind.FederatedToken)];
    private static readonly Criticality?[] Criticalities = [null, .. Enum.GetValues<Criticality>().Select(one => (Criticality?)one)];

    /// <summary>The first thing that becomes laxer, in words; null when nothing does.</summary>
    public static string? Laxer(this RotationWishes after, RotationWishes before)
    {
        if (after.MostSnoozes > before.MostSnoozes || after.LongestSnoozeDays > before.LongestSnoozeDays)
            return "A rotation may be put off more often, or longer.";
        if (after.Freezes.FirstOrDefault(freeze => !before.Freezes.Contains(freeze)) is { } frozen)
            return $"Nothing is rotated in “{frozen.Name}”.";
        return (from kind in Kinds
                from integration in Enum.GetValues<IntegrationKind>()
                from criticality in Criticalities
                let was = Deciding(before, kind, integration, criticality)
                where was is not null
                let becomes = Deciding(after, kind, integration, criticality)
                where becomes is null || IsLaxer(becomes.Schedule, was.Schedule)
                select becomes is null ? $"What “{was.Name}” asked to be renewed is not asked for by any rule." : $"“{becomes.Name}” asks for less than “{was.Name}” did.").FirstOrDefault();
    }

    private static RotationRule? Deciding(RotationWishes wishes, CredentialKind kind, IntegrationKind integration, Criticality? criticality) =>
        wishes.Rules.FirstOrDefault(rule => rule.Fits(kind, integration, criticality));

    private static bool IsLaxer(RotationSchedule after, RotationSchedule before) =>
        after.GraceDays > before.GraceDays || (before.StartsItself && (!after.StartsItself || after.OverlapHours > before.OverlapHours)) || (before.IgnoresFreezes && !after.IgnoresFreezes)
        || (after.EveryDays is { } days && before.EveryDays is { } known ? days > known : (after.EveryDays, after.Cron, after.Zone) != (before.EveryDays, before.Cron, before.Zone));
}
