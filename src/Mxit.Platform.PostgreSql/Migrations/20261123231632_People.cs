using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AvatarId",
                table: "Accounts",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ChangedUtc",
                table: "Accounts",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.Sql("""UPDATE "Accounts" SET "ChangedUtc" = "CreatedUtc";""");

            migrationBuilder.AddColumn<string>(
                name: "Profile_AboutMe",
                table: "Accounts",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Profile_Availability",
                table: "Accounts",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "Profile_CultureName",
                table: "Accounts",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "Profile_DateOfBirth",
                table: "Accounts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile_Email",
                table: "Accounts",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_FirstName",
                table: "Accounts",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Profile_Gender",
                table: "Accounts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile_LanguageCode",
                table: "Accounts",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_LastKnownCountryCode",
                table: "Accounts",
                type: "character varying(2)",
                maxLength: 2,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_LastName",
                table: "Accounts",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "Profile_LastOnlineUtc",
                table: "Accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile_MobileNumber",
                table: "Accounts",
                type: "character varying(21)",
                maxLength: 21,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Profile_Mood",
                table: "Accounts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Profile_NetworkOperatorCode",
                table: "Accounts",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_RegisteredCountryCode",
                table: "Accounts",
                type: "character varying(2)",
                maxLength: 2,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Profile_RelationshipStatus",
                table: "Accounts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "Profile_StateChangedUtc",
                table: "Accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Profile_StatusMessage",
                table: "Accounts",
                type: "character varying(250)",
                maxLength: 250,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_Title",
                table: "Accounts",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Profile_WhereAmI",
                table: "Accounts",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "Pictures",
                columns: table => new
                {
                    OwnerId = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    PictureId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    MediaType = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    LargeKey = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    LargeMediaType = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    LargeLength = table.Column<long>(type: "bigint", nullable: true),
                    ChangedUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Pictures", x => new { x.OwnerId, x.Kind });
                });

            migrationBuilder.CreateTable(
                name: "Recommendations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ServiceName = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    FromUserId = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    ToUserId = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    CallbackUrl = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    CreatedUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    AcceptedUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Callback = table.Column<int>(type: "integer", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    NextAttemptUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Recommendations", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_OwnerId_Type_Subscription_Blocked_PeerId",
                table: "Contacts",
                columns: new[] { "OwnerId", "Type", "Subscription", "Blocked", "PeerId" });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_ChangedUtc",
                table: "Accounts",
                column: "ChangedUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Pictures_Key",
                table: "Pictures",
                column: "Key");

            migrationBuilder.CreateIndex(
                name: "IX_Pictures_LargeKey",
                table: "Pictures",
                column: "LargeKey");

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_NextAttemptUtc",
                table: "Recommendations",
                column: "NextAttemptUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Recommendations_ToUserId_ServiceName_AcceptedUtc",
                table: "Recommendations",
                columns: new[] { "ToUserId", "ServiceName", "AcceptedUtc" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Pictures");

            migrationBuilder.DropTable(
                name: "Recommendations");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_OwnerId_Type_Subscription_Blocked_PeerId",
                table: "Contacts");

            migrationBuilder.DropIndex(
                name: "IX_Accounts_ChangedUtc",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "AvatarId",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "ChangedUtc",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_AboutMe",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Availability",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_CultureName",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_DateOfBirth",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Email",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_FirstName",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Gender",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_LanguageCode",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_LastKnownCountryCode",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_LastName",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_LastOnlineUtc",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_MobileNumber",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Mood",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_NetworkOperatorCode",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_RegisteredCountryCode",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_RelationshipStatus",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_StateChangedUtc",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_StatusMessage",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_Title",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Profile_WhereAmI",
                table: "Accounts");
        }
    }
}
