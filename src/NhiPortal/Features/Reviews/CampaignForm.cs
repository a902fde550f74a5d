using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Reviews;

/// <summary>The wizard's fields while somebody fills them in, and what a template puts into them.</summary>
public sealed class CampaignForm
{
    public string Name { get; set; } = "";
    public Guid Tenant { get; set; }
    public bool CreatesAdministrators { get; set; }
    public DeploymentEnvironment? Environment { get; set; }
    public IntegrationKind? Kind { get; set; }
    public Guid? Vendor { get; set; }
    public Guid? Target { get; set; }
    public RiskLevel? RiskFrom { get; set; }
    public int? UnattestedDays { get; set; }
    public bool Keys { get; set; } = true;
    public PersonChoice? OwnedBy { get; set; }
    public ReviewerRule First { get; set; } = ReviewerRule.SystemOwner;
    public PersonChoice? FirstNamed { get; set; }
    public ReviewerRule? Second { get; set; }
    public PersonChoice? SecondNamed { get; set; }
    public ReviewerRule? Third { get; set; }
    public PersonChoice? ThirdNamed { get; set; }
    public PersonChoice? Fallback { get; set; }
    public PersonChoice? Lead { get; set; }
    public PersonChoice? EscalateTo { get; set; }
    public int DueDays { get; set; } = 10;
    public int EscalateDays { get; set; } = 2;
    public UndecidedOutcome Undecided { get; set; } = UndecidedOutcome.Revoke;
    public ReasonRule Reasons { get; set; } = ReasonRule.WhereItMatters;
    public Recurrence Repeats { get; set; } = Recurrence.Once;

    public static readonly IReadOnlyList<(string Key, string Title, string What)> Templates =
    [
        ("admin", "Quarterly admin review", "Everything that can create administrators in production, by its system owners, every quarter"),
        ("vendor", "Vendor review", "Everything vendors operate, first by the business owner, then by the system owner"),
        ("leaver", "Leaver review", "Everything somebody who leaves answers for, within five business days"),
    ];

    public void Take(string template, DateTimeOffset now)
    {
        (CreatesAdministrators, Environment, Kind, OwnedBy, Second, Third, Repeats, DueDays) = (false, null, null, null, null, null, Recurrence.Once, 10);
        switch (template)
        {
            case "admin":
                (Name, CreatesAdministrators, Environment, Repeats) = ($"Administrators in production, Q{(now.Month + 2) / 3} {now.Year}", true, DeploymentEnvironment.Production, Recurrence.Quarterly);
                First = ReviewerRule.SystemOwner;
                break;
            case "vendor":
                (Name, Kind, First, Second, Repeats) = ($"Vendors, {now:MMMM yyyy}", IntegrationKind.VendorOperated, ReviewerRule.BusinessOwner, ReviewerRule.SystemOwner, Recurrence.HalfYearly);
                break;
            case "leaver":
                (Name, First, DueDays) = ($"Leaver, {now:d MMMM yyyy}", ReviewerRule.SystemOwner, 5);
                break;
        }
    }

    /// <summary>Takes over what a saved draft asks.</summary>
    public void Fill(CampaignDraft draft)
    {
        var (plan, scope) = (draft.Plan, draft.Plan.Scope);
        PersonChoice? Person(PersonId? id) => id is { } known ? draft.People[known] : null;
        (Name, Tenant, Fallback, Lead, EscalateTo) = (plan.Name, draft.Tenant, Person(plan.Fallback), Person(plan.Lead), Person(plan.EscalateTo));
        (CreatesAdministrators, Environment, Kind, RiskFrom, UnattestedDays, Keys) = (scope.CreatesAdministrators, scope.Environment, scope.Kind, scope.RiskFrom, scope.UnattestedDays, scope.Keys);
        (Vendor, Target, OwnedBy) = (scope.Vendor?.Value, scope.Target?.Value, Person(scope.OwnedBy));
        ReviewStage? Stage(int number) => plan.Stages.Count > number ? plan.Stages[number] : null;
        (First, FirstNamed) = (plan.Stages[0].By, Person(plan.Stages[0].Named));
        (Second, SecondNamed) = (Stage(1)?.By, Person(Stage(1)?.Named));
        (Third, ThirdNamed) = (Stage(2)?.By, Person(Stage(2)?.Named));
        (DueDays, EscalateDays, Undecided, Reasons, Repeats) = (plan.DueDays, plan.EscalateDays, plan.Undecided, plan.Reasons, plan.Repeats);
    }

    /// <summary>The plan, or what is still missing.</summary>
    public Result<CampaignPlan> Read()
    {
        if (Lead is null || Fallback is null)
            return new Refusal("missing", "Name the lead and the fallback reviewer.");
        List<ReviewStage> stages = [new(First, First == ReviewerRule.Named ? FirstNamed?.Id : null)];
        if (Second is { } second)
            stages.Add(new(second, second == ReviewerRule.Named ? SecondNamed?.Id : null));
        // Nobody is asked third where nobody is asked second.
        if (Second is not null && Third is { } third)
            stages.Add(new(third, third == ReviewerRule.Named ? ThirdNamed?.Id : null));
        return new CampaignPlan
        {
            Name = Name,
            Scope = new()
            {
                CreatesAdministrators = CreatesAdministrators,
                Environment = Environment,
                Kind = Kind,
                Vendor = Vendor is { } vendor ? new VendorId(vendor) : null,
                Target = Target is { } target ? new TargetId(target) : null,
                OwnedBy = OwnedBy?.Id,
                RiskFrom = RiskFrom,
                UnattestedDays = UnattestedDays,
                Keys = Keys,
            },
            Stages = stages,
            Fallback = Fallback.Id,
            Lead = Lead.Id,
            DueDays = DueDays,
            EscalateDays = EscalateDays,
            EscalateTo = EscalateTo?.Id,
            Undecided = Undecided,
            Reasons = Reasons,
            Repeats = Repeats,
        }.Checked();
    }
}
