using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation;

namespace Rotunda.Demo.Seeds;

/// <summary>Accounts named by their role, entered by a button and without a password.</summary>
internal sealed class AccountSeed(IClock clock) : IDemonstrationSeeder
{
    public int Order => 40;

    public Task SeedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        Add("secretariat", "Demonstration secretariat", "en", "Asia/Shanghai", Roles.Secretariat, "");
        Add("secretariat-cn", "演示秘书处（中方常设）", "zh", "Asia/Shanghai", AllianceRoles.SideSecretariat, "side:CN");
        Add("secretariat-ru", "Демонстрационный постоянный секретариат (российская сторона)", "ru", "Europe/Moscow", AllianceRoles.SideSecretariat, "side:RU");
        Add("chair-unit", "演示轮值主席单位（中国石油大学）", "zh", "Asia/Shanghai", AllianceRoles.ChairUnit, "institution:upc");
        Add("liaison-upc", "演示联络员（中国石油大学）", "zh", "Asia/Shanghai", Roles.Liaison, "institution:upc");
        Add("liaison-gubkin", "Демонстрационный координатор (Губкинский университет)", "ru", "Europe/Moscow", Roles.Liaison, "institution:gubkin");
        Add("editor", "Demonstration editor", "en", "Asia/Shanghai", TranslationRoles.Editor, "");
        Add("translator-en", "Demonstration translator, Russian into English", "en", "Europe/Moscow", TranslationRoles.Translator, "pair:ru-en");
        Add("translator-zh", "演示译员（英译中）", "zh", "Asia/Shanghai", TranslationRoles.Translator, "pair:en-zh");
        Add("reviewer-en", "Demonstration reviewer of English", "en", "Europe/Moscow", TranslationRoles.TextReviewer, "language:en");
        Add("member", "Demonstration member", "en", "Asia/Vladivostok", Roles.Member, "");
        Add("administrator", "Demonstration administrator", "en", "Asia/Yekaterinburg", Roles.Administrator, "");
        return Task.CompletedTask;

        void Add(string name, string displayName, string language, string zone, string role, string scope)
        {
            var (now, email) = (clock.GetCurrentInstant(), $"{name}@demonstration.invalid");
            db.Add(new Account
            {
                Id = RowId.New(),
                UserName = email,
                NormalizedUserName = email.ToUpperInvariant(),
                Email = email,
                NormalizedEmail = email.ToUpperInvariant(),
                EmailConfirmed = true,
                DisplayName = displayName,
                LanguageCode = language,
                Zone = zone,
                SecurityStamp = RowId.New().ToString("N"),
                IsDemonstration = true,
                CreatedAt = now,
                Grants = [new RoleGrant { Id = RowId.New(), Role = role, Scope = scope, GrantedAt = now }],
            });
        }
    }
}
