using System.Globalization;
using NhiPortal.Data;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended;

/// <summary>How a policy stands in the record.</summary>
internal static class PolicyNotes
{
    public static AuditNote Of(string kind, string sentence, UnattendedKind of, UnattendedOrder before, UnattendedOrder after, string reason) => new(kind, sentence)
    {
        Before = Words(before),
        After = Words(after),
        Facts = new Dictionary<string, string?> { ["policy"] = of.ToString(), ["reason"] = reason },
    };

    private static Dictionary<string, string?> Words(UnattendedOrder order) => new()
    {
        ["on"] = order.On ? "yes" : "no",
        ["report_only_until"] = order.ReportOnlyUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["after_days"] = $"{order.Plan.After}",
        ["steps"] = string.Join(", ", order.Plan.Steps.Select(step => $"{step.Step} +{step.Days}")),
        ["way_back_days"] = $"{order.Plan.WayBackDays}",
        ["brake"] = $"{order.Plan.MostAtOnce} or {order.Plan.MostPercent} %",
    };
}
