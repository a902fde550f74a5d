using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Policy;

/// <summary>One stage as a person writes it; "then" begins a new step, "and" stands beside the one before.</summary>
public sealed class StageRow
{
    public OwnerRole Role { get; set; }
    public string Quorum { get; set; } = "1";
    public bool Then { get; set; }
}

/// <summary>One rule as a person writes it: texts until they are read, so that a mistake stays on the screen.</summary>
public sealed class RuleForm
{
    public string Name { get; set; } = "";
    public HashSet<IntegrationKind> Kinds { get; } = [];
    public HashSet<ActionClass> Classes { get; } = [];
    public HashSet<RiskLevel> Risks { get; } = [];
    public HashSet<Criticality> Criticalities { get; } = [];
    public HashSet<DeploymentEnvironment> Environments { get; } = [];
    public HashSet<string> Tenants { get; } = [];
    public List<StageRow> Stages { get; } = [];
    public string LongestGrant { get; set; } = "60";
    public string RequestLifetime { get; set; } = "1440";
    public string UseLimit { get; set; } = "";
    public string FirstUse { get; set; } = "";
    public string ControllerDays { get; set; } = "30";
    public bool RequiresJustification { get; set; } = true;
    public bool RequiresTicket { get; set; }
    public string TicketPattern { get; set; } = "";
    public string EscalateAfter { get; set; } = "";
    public WindowForm? EscalationHours { get; set; }
    public bool EmergencyAllowed { get; set; }
    public bool AccessRulesMayAllow { get; set; }
    public bool AlwaysBrokered { get; set; }
    public string StandingDays { get; set; } = "";
    public WindowForm? Window { get; set; }

    public static RuleForm New() => new() { Stages = { new StageRow { Role = OwnerRole.SystemOwner }, new StageRow { Role = OwnerRole.IamOwner } } };

    public static RuleForm Of(ApprovalRule rule)
    {
        var form = new RuleForm
        {
            Name = rule.Name,
            LongestGrant = Text(rule.LongestGrantMinutes),
            RequestLifetime = Text(rule.RequestLifetimeMinutes),
            UseLimit = Text(rule.UseLimit),
            FirstUse = Text(rule.FirstUseMinutes),
            ControllerDays = Text(rule.ControllerDays),
            RequiresJustification = rule.RequiresJustification,
            RequiresTicket = rule.RequiresTicket,
            TicketPattern = rule.TicketPattern ?? "",
            EscalateAfter = Text(rule.EscalateAfterMinutes),
            EscalationHours = rule.EscalationHours is { } hours ? WindowForm.Of(hours) : null,
            EmergencyAllowed = rule.EmergencyAllowed,
            AccessRulesMayAllow = rule.AccessRulesMayAllow,
            AlwaysBrokered = rule.AlwaysBrokered,
            StandingDays = Text(rule.StandingDays),
            Window = rule.Window is { } window ? WindowForm.Of(window) : null,
        };
        form.Kinds.UnionWith(rule.Kinds);
        form.Classes.UnionWith(rule.Classes);
        form.Risks.UnionWith(rule.Risks);
        form.Criticalities.UnionWith(rule.Criticalities);
        form.Environments.UnionWith(rule.Environments);
        form.Tenants.UnionWith(rule.Tenants);
        var order = 0;
        foreach (var stage in rule.Stages.OrderBy(stage => stage.Order))
        {
            form.Stages.Add(new StageRow { Role = stage.Role, Quorum = Text(stage.Quorum), Then = form.Stages.Count > 0 && stage.Order != order });
            order = stage.Order;
        }

        return form;
    }

    /// <summary>The rule, or the first thing that is none; what a rule may be is judged by <see cref="ApprovalPolicy"/>.</summary>
    public Result<ApprovalRule> Read()
    {
        var name = Domain.Text.Required(Name, "The rule's name", Domain.Text.Name);
        if (!name.Succeeded)
            return name.Refusal;
        if (Stages.FirstOrDefault(stage => Number(stage.Quorum) is null) is { } unread)
            return new Refusal("not_a_number", $"How many people of the role {unread.Role.InSentence()} is not a whole number.");
        if (new[] { ("The longest grant", LongestGrant, true), ("How long a request waits", RequestLifetime, true), ("The look-back in days", ControllerDays, true), ("The use limit", UseLimit, false), ("The time to first use", FirstUse, false), ("The longest standing pre-approval", StandingDays, false), ("The time to an escalation", EscalateAfter, false) }
                .FirstOrDefault(field => Number(field.Item2) is null && (field.Item3 || field.Item2.Trim().Length > 0)) is { Item1: { } field })
            return new Refusal("not_a_number", $"{field} is not a whole number.");
        var (window, hours) = (Window?.Read(), EscalationHours?.Read());
        if ((window?.Refusal ?? hours?.Refusal) is { } unreadable)
            return unreadable;
        var step = 1;
        return new ApprovalRule
        {
            Name = name.Value,
            Kinds = [.. Kinds.Order()],
            Classes = [.. Classes.Order()],
            Risks = [.. Risks.Order()],
            Criticalities = [.. Criticalities.Order()],
            Environments = [.. Environments.Order()],
            Tenants = [.. Tenants.Order(StringComparer.Ordinal)],
            Stages = [.. Stages.Select((stage, at) => new PolicyStage(at > 0 && stage.Then ? ++step : step, stage.Role, Number(stage.Quorum)!.Value))],
            LongestGrantMinutes = Number(LongestGrant)!.Value,
            RequestLifetimeMinutes = Number(RequestLifetime)!.Value,
            UseLimit = Number(UseLimit),
            FirstUseMinutes = Number(FirstUse),
            ControllerDays = Number(ControllerDays)!.Value,
            RequiresJustification = RequiresJustification,
            RequiresTicket = RequiresTicket,
            TicketPattern = TicketPattern.Trim() is { Length: > 0 } pattern ? pattern : null,
            EscalateAfterMinutes = Number(EscalateAfter),
            EscalationHours = hours?.Value,
            EmergencyAllowed = EmergencyAllowed,
            AccessRulesMayAllow = AccessRulesMayAllow,
            AlwaysBrokered = AlwaysBrokered,
            StandingDays = Number(StandingDays),
            Window = window?.Value,
        };
    }

    private static int? Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
